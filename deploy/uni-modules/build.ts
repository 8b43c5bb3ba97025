/** The `uni_modules` package for teams that install from DCloud's plug-in market: one script file, types, a component. */
import { build } from 'esbuild'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { ID, manifestOf, README } from './package.ts'

/**
 * Lays it into `<folder>/mini-monitor`, from what `npm run build` has made, and gives that folder.
 * @throws Error if dist/ is missing
 */
export async function buildUniModule(folder: string, root = process.cwd()): Promise<string> {
  const dist = join(root, 'dist')
  if (!existsSync(join(dist, 'uni-app/index.js')))
    throw new Error('dist/ is missing: run `npm run build` first.')
  const out = join(folder, ID)
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
  }
  rmSync(out, { recursive: true, force: true })

  const project = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8')) as Project
  write('package.json', JSON.stringify(manifestOf(project), null, 2) + '\n')
  write('readme.md', README)
  write('changelog.md', changelogOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), project.version))
  write('js_sdk/index.js', await bundled(dist))
  write(
    'js_sdk/index.d.ts',
    "export { current } from './types/core/index.js'\nexport * from './types/uni-app/index.js'\n",
  )
  for (const entry of ['core/index.d.ts', 'uni-app/index.d.ts'])
    copyTypes(dist, join(out, 'js_sdk/types'), entry)
  const provider = readFileSync(join(dist, 'uni-app/MonitorProvider.vue'), 'utf8')
  // found by its name, without an import, since folder and file are called alike
  const name = `${ID}-provider`
  write(
    `components/${name}/${name}.vue`,
    provider.replace(/'mini-monitor\/(core|uni-app)'/g, "'../../js_sdk/index.js'"),
  )
  for (const file of ['LICENSE', 'NOTICE']) copyFileSync(join(root, file), join(out, file))
  return out
}

interface Project {
  version: string
  license: string
}

/** The whole adapter in one file, readable: the app's own build makes it small. */
async function bundled(dist: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { current } from './core/index.js'\nexport * from './uni-app/index.js'\n",
      resolveDir: dist,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2015',
    charset: 'utf8',
    external: ['vue'],
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}

/** A declaration and what it imports from the package. */
function copyTypes(dist: string, to: string, path: string): void {
  const target = join(to, path)
  if (existsSync(target)) return
  mkdirSync(dirname(target), { recursive: true })
  const text = readFileSync(join(dist, path), 'utf8')
  writeFileSync(target, text)
  for (const [, specifier] of text.matchAll(/from '(\.[^']+)\.js'/g))
    copyTypes(dist, to, posix.join(posix.dirname(path), specifier! + '.d.ts'))
}

/** The market shows the newest version first: `## 1.0.0（2024-01-31）`, and what follows up to the next. */
function changelogOf(changelog: string, version: string): string {
  const sections = [...changelog.matchAll(/^## \[([^\]]+)\](?: - ([\d-]+))?\n([^]*?)(?=^## |$(?![^]))/gm)]
  return sections
    .map(([, name, date, text]) => {
      const title = name === 'Unreleased' ? version : `${name}${date ? `（${date}）` : ''}`
      return `## ${title}\n${text!.replace(/^### .*\n+/gm, '').trimEnd()}\n`
    })
    .join('\n')
}

if (process.argv[1] === import.meta.filename) {
  const out = await buildUniModule(process.argv[2] ?? join(import.meta.dirname, 'dist'))
  console.log(`✔ ${out}: import it into a project's uni_modules, or upload it with HBuilderX`)
}
