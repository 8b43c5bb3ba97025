/** Each block of code on the pages is compiled, and what starts an app starts one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { compileTemplate, parse } from 'vue/compiler-sfc'
import { describe, expect, test } from 'vitest'
import { program } from '../../cli/program.ts'
import { COLLECTOR, startApp } from '../../docs/write/app.ts'
import { pages } from '../../docs/write/pages.ts'

const root = join(import.meta.dirname, '../..')

interface Block {
  page: string
  line: number
  language: string
  code: string
}

const blocks = pages().flatMap((page): Block[] => {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(/^( *)```(\w*)\n([^]*?)^ *```$/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: match[2],
    code: match[3].replace(new RegExp(`^${match[1]}`, 'gm'), ''),
  }))
})

function named({ page, line }: Block) {
  return `${page}:${line}`
}

function of(...languages: string[]) {
  return blocks.filter(({ language }) => languages.includes(language))
}

/** What a mini program has without importing it. */
const PLATFORM = `
declare const wx: any
declare const my: any
declare function App(options: object): void
declare function Page(options: object): void
declare function getApp(options?: { allowDefault: boolean }): any
declare const module: { exports: any }
declare const uni: any
declare module '*.vue' {
  const component: import('vue').DefineComponent
  export default component
}
declare module '@tarojs/components' {
  export const View: import('react').ComponentType<{ onClick?(): void; children?: import('react').ReactNode }>
}
declare module '@mpxjs/core' {
  const mpx: { use(plugin: object, options?: object): void }
  export default mpx
  export function createApp(options: object): void
}
declare module '@mpxjs/api-proxy' {
  const proxy: object
  export default proxy
}
declare module '@dcloudio/vite-plugin-uni' {
  export default function uni(): object
}
declare module 'vite' {
  export function defineConfig(config: { plugins: object[] }): object
}
`

/** What `npx mini-monitor native --options` makes. */
const MADE = `
export function init(): import('mini-monitor').Monitor
export function flush(): Promise<void>
export function shutdown(): Promise<void>
`

/** The packages that the pages import, as they are here. */
const paths = {
  'mini-monitor': ['adapters/native/index.ts'],
  'mini-monitor/core': ['core/index.ts'],
  'mini-monitor/native/kit': ['adapters/native/kit.ts'],
  'mini-monitor/platforms/*': ['core/platforms/*.ts'],
  'mini-monitor/taro': ['adapters/taro/react/index.ts'],
  'mini-monitor/taro/plugin': ['adapters/taro/plugin/index.ts'],
  'mini-monitor/taro/vue': ['adapters/taro/vue/index.ts'],
  'mini-monitor/uni-app': ['adapters/uni-app/index.ts'],
  'mini-monitor/uni-app/vite': ['adapters/uni-app/vite/index.ts'],
}

/** All blocks at once, since the compiler takes seconds to start. */
function diagnose(all: Block[]): Map<string, string[]> {
  const folder = join(root, 'test/docs/blocks')
  const files = new Map([
    [join(folder, 'platform.d.ts'), PLATFORM],
    [join(folder, 'libs/mini-monitor.d.ts'), MADE],
  ])
  const blockOf = new Map<string, Block>()
  all.forEach((block, i) => {
    const isVue = block.language === 'vue'
    const file = join(folder, `${i}.${isVue ? 'ts' : block.language}`)
    const code = isVue ? parse(block.code).descriptor.scriptSetup!.content : block.code
    // each is a module of its own
    files.set(file, block.language === 'js' ? code : `${code}\nexport {}`)
    blockOf.set(file, block)
  })
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    jsx: ts.JsxEmit.ReactJSX,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
    paths: Object.fromEntries(
      Object.entries(paths).map(([name, files]) => [name, files.map((file) => join(root, file))]),
    ),
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile, readFile } = host
  // ours has no files on the disk
  host.directoryExists = undefined
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.readFile = (file) => files.get(file) ?? readFile(file)
  host.getSourceFile = (file, target, ...rest) =>
    files.has(file)
      ? ts.createSourceFile(file, files.get(file)!, target, true)
      : getSourceFile(file, target, ...rest)
  const program = ts.createProgram([...files.keys()], options, host)
  const found = new Map<string, string[]>()
  for (const [file, block] of blockOf) {
    const source = program.getSourceFile(file)
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    found.set(
      named(block),
      problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    )
  }
  return found
}

test('there are blocks in all of the languages that are tested here, and in no others', () => {
  expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(
    ['js', 'json', 'mermaid', 'sh', 'text', 'ts', 'tsx', 'vue'].sort(),
  )
})

describe('JavaScript and TypeScript', () => {
  const found = diagnose(of('js', 'ts', 'tsx', 'vue'))

  test.each([...found])('%s', (_, problems) => {
    expect(problems).toEqual([])
  })
})

test.each(of('vue').map((block) => [named(block), block.code]))('%s is a component of Vue', (_, code) => {
  const { descriptor, errors } = parse(code)
  expect(errors).toEqual([])
  const { template } = descriptor
  expect(compileTemplate({ id: 'x', filename: 'x.vue', source: template!.content }).errors).toEqual([])
})

test.each(of('json').map((block) => [named(block), block.code]))('%s is JSON', (_, code) => {
  expect(() => JSON.parse(code)).not.toThrow()
})

describe('commands', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }

  test.each(of('sh').map((block) => [named(block), block.code]))('%s', (_, code) => {
    for (const line of code.trim().split('\n')) {
      const [, command] = /^npx mini-monitor (.*)/.exec(line) ?? []
      if (command) {
        expect(() => understood(command.split(' ')), line).not.toThrow()
        continue
      }
      const [, script] = /^npm (?:run )?([\w:-]+)/.exec(line) ?? []
      const known = ['install', 'uninstall', ...Object.keys(scripts)]
      expect(known, line).toContain(script)
      // in the app, not here
      if (/install/.test(script)) expect(line).toMatch(/ (mini-(monitor|program-monitor)|-D esbuild terser)$/)
    }
  })
})

/** Parses a line of `npx mini-monitor`, and does nothing of what it says. */
function understood(args: string[]): void {
  const commands = program({ home: root, cwd: root, complain() {} })
  const named = commands.commands.find((each) => each.name() === args[0])
  if (!named) throw new Error(`there is no command ${args[0]}`)
  named.exitOverride().action(() => {})
  commands.parse(args, { from: 'user' })
}

test.each(of('mermaid').map((block) => [named(block), block.code]))(
  '%s draws only what is there',
  (_, code) => {
    for (const [, file] of code.matchAll(/([\w/-]+\.ts)\b/g)) {
      expect(() => readFileSync(join(root, 'core', file)), file).not.toThrow()
    }
  },
)

const starts = of('js').filter(({ code }) => /require\('mini-monitor'\)/.test(code) && /\binit\(/.test(code))

test.each(starts.map((block) => [named(block), block.code]))(
  '%s starts an app that reports',
  async (_, code) => {
    // Whatever the host, and whatever stands behind it.
    const local = code.replace(/'https?:\/\/[\w.:]+/g, "'" + COLLECTOR)
    expect(code).toMatch(/'https?:/)
    const appJs = local + (/\bApp\(/.test(code) ? '' : '\nApp({})')
    for (const platform of ['wechat', 'alipay'] as const) {
      const packages = platform === 'wechat' ? 'miniprogram_npm' : 'node_modules'
      const app = await startApp({ platform, appJs, packages })
      await app.run(`api.request({ url: 'https://api.example.com/goods', success() {} })`, 10000)
      expect(app.runtime.errors).toEqual([])
      const metrics = app.sent.filter(({ url }) => url.startsWith(COLLECTOR) && url.endsWith('/v1/metrics'))
      expect(metrics).not.toEqual([])
    }
  },
)
