/** Builds what is published: code and types by tsup, then everything that makes a package of them, into dist/. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { linked, linkedTypes, manifestFields, PAPERS, readPublish } from './publish.ts'
import { commands, copies, entries, plugins, TWIN_CORE, twinPath, twins } from '../tsup.config.ts'
import { startStamp } from './stamp.mjs'

type Conditions = Record<string, string | Record<string, string>>

const root = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown> & { version: string }
const publish = readPublish('.')

const stampIt = startStamp()
rmSync('dist', { recursive: true, force: true })
const tsup = spawnSync(process.execPath, ['node_modules/tsup/dist/cli-default.js'], { stdio: 'inherit' })
if (tsup.status !== 0) process.exit(1)
writeTwin()
writePlugins()
for (const [path, source] of Object.entries(copies)) copy(source, path)
for (const file of PAPERS) {
  const text = readFileSync(file, 'utf8')
  write(file, file.endsWith('.md') ? linked(text, '.', publish, root.version) : text)
}
linkTypes()
write('package.json', json(manifest()))
stampIt()

function manifest(): Record<string, unknown> {
  const kept = ['name', 'version', 'description', 'license', 'keywords']
  const peers = ['peerDependencies', 'peerDependenciesMeta']
  // Modules that a build plug-in imports for their effect alone; a bundler drops them unless they are named.
  const injected = Object.keys(entries).filter((path) => /\/auto$/.test(path))
  return {
    ...pick(kept),
    ...manifestFields(publish),
    // Of the users' build machines; the project itself is developed with a later one.
    engines: { node: '>=18' },
    type: 'module',
    // For tools that know no `exports`: WeChat's npm build reads `miniprogram`, others `main` or `module`.
    main: './miniprogram/index.js',
    module: './native/index.js',
    types: './native/index.d.ts',
    miniprogram: 'miniprogram',
    sideEffects: injected.length ? injected.map((path) => `./${path}.js`) : false,
    exports: exportsMap(),
    bin: { [String(root.name)]: './cli/index.js' },
    ...pick(peers),
  }
}

function exportsMap(): Record<string, string | Conditions> {
  const map: Record<string, string | Conditions> = { '.': conditions('native/index', 'index') }
  for (const path of [...Object.keys(entries), ...Object.keys(plugins)]) {
    map['./' + twinPath(path)] = conditions(path, twins.includes(path) ? twinPath(path) : undefined)
  }
  for (const path of Object.keys(copies).filter((path) => !path.endsWith('.d.ts'))) {
    map['./' + path] = { types: `./${path}.d.ts`, default: './' + path }
  }
  map['./package.json'] = './package.json'
  return map
}

function conditions(path: string, twin: string | undefined): Conditions {
  const both = (base: string) => ({ types: `./${base}.d.ts`, default: `./${base}.js` })
  if (!twin) return both(path)
  // `module` before `require`: else one `require('mini-monitor')` in a bundled app brings a second copy of the kit.
  return { import: both(path), module: `./${path}.js`, require: both('miniprogram/' + twin) }
}

function writeTwin(): void {
  const typed = new Set<string>()
  for (const path of twins) {
    const stub = twinPath(path)
    write(
      `miniprogram/${stub}.js`,
      `module.exports = require('${stub.includes('/') ? '..' : '.'}/index.js')\n`,
    )
    copyTypes(path, typed)
  }
  // all types of the core, but of its values only those that the twin has
  const parts = './core.parts.js'
  copyFileSync('dist/miniprogram/core.d.ts', 'dist/miniprogram/core.parts.d.ts')
  write(
    'miniprogram/core.d.ts',
    `export { ${TWIN_CORE.join(', ')} } from '${parts}'\nexport type * from '${parts}'\n`,
  )
  write('miniprogram/index.d.ts', "export * from './native.js'\n")
  write('miniprogram/package.json', json({ type: 'commonjs' }))
}

/**
 * The declarations of an entry, and of what it imports, into the twin: TypeScript takes them as CommonJS there, and from
 * there may not import the ones outside, which are ES modules to it.
 */
function copyTypes(path: string, done: Set<string>): void {
  if (done.has(path)) return
  done.add(path)
  const text = readFileSync(`dist/${path}.d.ts`, 'utf8')
  const moved = text.replace(/(?<=from ')(\.[^']+)\.js(?=')/g, (_, specifier: string) => {
    const target = posix.join(posix.dirname(path), specifier)
    copyTypes(target, done)
    const found = posix.relative(posix.dirname(twinPath(path)), twinPath(target))
    return (found.startsWith('.') ? found : './' + found) + '.js'
  })
  write(`miniprogram/${twinPath(path)}.d.ts`, moved)
}

function writePlugins(): void {
  const manifest = json({ type: 'commonjs', main: './index.js', types: './index.d.ts' })
  for (const path of Object.keys(plugins)) {
    write(join(dirname(path), 'package.json'), manifest)
    // tsup names them after the format, whatever `outExtension` says; the folder says that it is CommonJS.
    if (existsSync(`dist/${path}.d.cts`)) renameSync(`dist/${path}.d.cts`, `dist/${path}.d.ts`)
  }
  for (const path of Object.keys(commands))
    write(join(dirname(path), 'package.json'), json({ type: 'commonjs' }))
}

/** Comments that name a page lead to it. */
function linkTypes(): void {
  const all = readdirSync('dist', { recursive: true, encoding: 'utf8' })
  for (const path of all.filter((path) => path.endsWith('.d.ts')))
    write(path, linkedTypes(readFileSync(join('dist', path), 'utf8'), '.', publish, root.version))
}

function pick(names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in root).map((name) => [name, root[name]]))
}

function copy(source: string, path: string): void {
  mkdirSync(dirname(join('dist', path)), { recursive: true })
  copyFileSync(source, join('dist', path))
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join('dist', path)), { recursive: true })
  writeFileSync(join('dist', path), text)
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + '\n'
}
