/** The packed package, installed as users do: its manifest, its files, how Node loads it, its names and its types. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manifestFields, PAPERS, readPublish } from '../../.ci/publish.ts'
import { packProblems } from '../../.ci/tarball.ts'
import { TWIN_CORE } from '../../tsup.config.ts'
import { type Consumer, createConsumer, DIST, lay, manifest, plainSubpaths, subpaths } from './dist.ts'

let consumer: Consumer
beforeAll(() => {
  consumer = createConsumer()
}, 60_000)
afterAll(() => consumer?.remove())

describe('the manifest', () => {
  test('takes name, version and licence from the project', () => {
    const root = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>
    for (const key of ['name', 'version', 'license', 'description']) expect(manifest()[key]).toBe(root[key])
  })

  test('asks for nothing and runs nothing', () => {
    for (const key of ['dependencies', 'devDependencies', 'scripts'])
      expect(manifest()).not.toHaveProperty(key)
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest() as Record<
      string,
      Record<string, unknown>
    >
    for (const peer of Object.keys(peerDependencies))
      expect(peerDependenciesMeta[peer]).toEqual({ optional: true })
  })

  test('says whose it is, or, while nobody has said so, that it is not to be published', () => {
    const fields = manifestFields(readPublish('.'))
    expect(manifest()).toMatchObject(fields)
    expect(Object.hasOwn(manifest(), 'private')).toBe(Object.hasOwn(fields, 'private'))
  })

  test('gives bundlers the ES module for require too, or an app would carry the kit twice', () => {
    for (const path of plainSubpaths()) {
      expect(Object.keys(manifest().exports['.' + path])).toEqual(['import', 'module', 'require'])
    }
  })

  test('publint finds nothing', async () => {
    const { messages, pkg } = await publint({ pkgDir: 'dist', strict: true })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test('attw finds nothing', { timeout: 60_000 }, () => {
    const attw = 'node_modules/@arethetypeswrong/cli/dist/index.js'
    // Entries of frameworks are ESM only, as those are.
    const args = [
      attw,
      consumer.tarball,
      '--ignore-rules',
      'cjs-resolves-to-esm',
      '--format',
      'ascii',
      '--no-color',
    ]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(status, stdout + stderr).toBe(0)
  })
})

describe('the files', () => {
  test('are code, types and what a reader needs; no tests, no sources, no maps', () => {
    // what `npm run release` asks before it commits, and CI before it publishes
    expect(packProblems(consumer.packed, manifest())).toEqual([])
  })

  test('have no link that leads nowhere', () => {
    for (const page of PAPERS.filter((file) => file.endsWith('.md'))) {
      const text = readFileSync(join(DIST, page), 'utf8').replace(/```[^]*?```/g, '')
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset)="([^"]+)"/g)].map(
        (match) => match[1] ?? match[2],
      )
      expect(
        targets.filter((target) => !/^(https:|#)/.test(target!) && !consumer.packed.includes(target!)),
      ).toEqual([])
    }
  })

  test('each entry lies where its name says, types beside it, for tools that know no exports map', () => {
    for (const path of subpaths().filter((path) => path && !path.endsWith('.vue'))) {
      const file = [path.slice(1) + '.js', path.slice(1) + '/index.js'].find((each) =>
        consumer.packed.includes(each),
      )
      expect(file, path).toBeDefined()
      expect(consumer.packed).toContain(file!.replace(/\.js$/, '.d.ts'))
    }
  })
})

describe.each(plainSubpaths())('mini-monitor%s in Node', (path) => {
  const name = 'mini-monitor' + path

  test('loads by require and import, prints nothing and lets Node end', () => {
    const load = [
      `const before = Object.getOwnPropertyNames(globalThis).join()`,
      `const twin = require('${name}')`,
      `import('${name}').then((esm) => {`,
      `  const names = [Object.keys(twin), Object.keys(esm)]`,
      `  const untouched = Object.getOwnPropertyNames(globalThis).join() === before`,
      `  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')`,
      `  process.stdout.write(JSON.stringify({ names, untouched, timers }))`,
      `})`,
    ].join('\n')
    const file = lay(consumer, 'load.cjs', load)
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
      encoding: 'utf8',
      timeout: 10_000,
    })
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    const { names, untouched, timers } = JSON.parse(stdout) as Loaded
    expect({ untouched, timers }).toEqual({ untouched: true, timers: [] })
    expect(names[1]).not.toEqual([])
    // decision 11: of the core, the twin has some
    const [inTwin, inModule] = path === '/core' ? [names[0], TWIN_CORE] : names
    expect(inTwin).toEqual(expect.arrayContaining(inModule))
    expect(names[1]).toEqual(expect.arrayContaining(inModule))
  })

  test('is silent in an empty world that forbids code from strings', () => {
    const args = [
      '--experimental-vm-modules',
      '--no-warnings',
      'test/surface/silence.mjs',
      consumer.folder,
      path,
    ]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 10_000 })
    expect({ stdout, stderr }).toEqual({ stdout: 'silent\n', stderr: '' })
  })
})

test('all entries share one copy of the kit, in both worlds', () => {
  const { version } = manifest()
  expect(version).toMatch(/^\d+\.\d+\.\d+/)
  const twin = lay(
    consumer,
    'one.cjs',
    "process.exitCode = +(require('mini-monitor') !== require('mini-monitor/core'))",
  )
  execFileSync(process.execPath, [twin])
  const core = readFileSync(join(consumer.folder, 'node_modules/mini-monitor/core/index.js'), 'utf8')
  const native = readFileSync(join(consumer.folder, 'node_modules/mini-monitor/native/index.js'), 'utf8')
  const chunks = (code: string): string[] => code.match(/(?<=")\.\.\/chunks\/[^"]+/g) ?? []
  expect(chunks(core).filter((chunk) => chunks(native).includes(chunk))).not.toEqual([])
})

test('the public names are those of exports.txt', { timeout: 60_000 }, async () => {
  const names = publicNames(subpaths().filter((path) => !path.endsWith('.vue')))
  const lines = names.flatMap(([path, all]) => ['mini-monitor' + path, ...all.map((name) => '  ' + name), ''])
  await expect(lines.join('\n')).toMatchFileSnapshot('exports.txt')
})

describe('types for a strict consumer', () => {
  const settings: [string, ts.CompilerOptions][] = [
    ['node10', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10 }],
    [
      'node10 from CommonJS',
      { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
    ],
    ['node16', { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }],
    ['bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ]

  test.each(settings)('%s', { timeout: 60_000 }, (_, options) => {
    const paths = plainSubpaths()
    const imports = paths.map((path, i) => `import * as entry${i} from 'mini-monitor${path}'`)
    const uses = paths.map((_, i) => `export const use${i}: object = entry${i}`)
    const calls = [
      "import { init } from 'mini-monitor'",
      "export const monitor = init({ service: 'shop', collector: 'https://collector.example' })",
      '// @ts-expect-error: a service is required',
      "init({ collector: 'https://collector.example' })",
    ]
    const text = [...imports, ...uses, ...calls].join('\n') + '\n'
    // `.cts` and `.mts` are the two worlds of node16; a mini program has neither the DOM's types nor Node's.
    const names = options.moduleResolution === ts.ModuleResolutionKind.Node16 ? ['a.cts', 'a.mts'] : ['a.ts']
    const files = names.map((name) => lay(consumer, name, text))
    expect(compile(files, { ...options, lib: ['lib.es2015.d.ts'], types: [] })).toEqual([])
  })
})

interface Loaded {
  names: [twin: string[], esm: string[]]
  untouched: boolean
  timers: string[]
}

function compile(files: string[], options: ts.CompilerOptions): string[] {
  const strict = {
    target: ts.ScriptTarget.ES2015,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  }
  const program = ts.createProgram(files, { ...strict, ...options })
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ messageText, file }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
}

/** Values and types that the declarations of each entry export; types are marked. */
function publicNames(paths: string[]): [path: string, names: string[]][] {
  const files = paths.map((path, i) =>
    lay(consumer, `names${i}.mts`, `export * from 'mini-monitor${path}'\n`),
  )
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  return paths.map((path, i) => {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(files[i])!)!)
    return [path, symbols.map((symbol) => label(checker, symbol)).sort()]
  })
}

function label(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return target.flags & ts.SymbolFlags.Value ? symbol.name : `type ${symbol.name}`
}
