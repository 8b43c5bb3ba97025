import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { defineConfig, type Options } from 'tsup'
import { arrows } from './.ci/arrows.ts'
import { MEMBERS, membersOf, shortNames } from './.ci/members/index.ts'
import { noticesOf } from './.ci/notices.ts'
import { compact } from './core/otlp/compact.ts'
import { SCHEMA } from './core/otlp/schema.ts'
import { PLATFORM_NAMES } from './core/platforms/names.ts'

/** A published entry: where it lies below `dist/`, without extension, and the source behind it. One line an entry. */
export const entries: Record<string, string> = {
  'core/index': 'core/index.ts',
  'native/index': 'adapters/native/index.ts',
  'native/kit': 'adapters/native/kit.ts',
  ...driverEntries(),
  'taro/index': 'adapters/taro/react/index.ts',
  'taro/auto': 'adapters/taro/react/auto.ts',
  'taro/vue': 'adapters/taro/vue/index.ts',
  'taro/vue/auto': 'adapters/taro/vue/auto.ts',
  'uni-app/index': 'adapters/uni-app/index.ts',
  'uni-app/auto': 'adapters/uni-app/auto.ts',
}

/** `platforms/wechat` and its kin. */
function driverEntries(): Record<string, string> {
  return Object.fromEntries(PLATFORM_NAMES.map((name) => [`platforms/${name}`, `core/platforms/${name}.ts`]))
}

/** Build plug-ins run in Node, and Taro and Vite `require()` them: CommonJS, for the Node that builds the app. */
export const plugins: Record<string, string> = {
  'taro/plugin/index': 'adapters/taro/plugin/index.ts',
  'uni-app/vite/index': 'adapters/uni-app/vite/index.ts',
}

/** Commands run in Node, too, and bring what they need: the package has no dependencies. */
export const commands: Record<string, string> = { 'cli/index': 'cli/index.ts' }

/** Files that are published as they are: where, and from where. A `.vue` needs its `.vue.d.ts` beside it. */
export const copies: Record<string, string> = {
  'uni-app/MonitorProvider.vue': 'adapters/uni-app/MonitorProvider.vue',
  'uni-app/MonitorProvider.vue.d.ts': 'adapters/uni-app/MonitorProvider.vue.d.ts',
}

/** Entries that plain Node and the platforms' own npm build take from the CommonJS twin. */
export const twins = Object.keys(entries).filter(
  (path) => /^(core|native|platforms)\//.test(path) && path !== 'platforms/h5' && path !== 'native/kit',
)

/** `core/index` lies in the twin as `core`, `platforms/wechat` as it is. */
export function twinPath(path: string) {
  return path.replace(/\/index$/, '')
}

/**
 * What the twin has of the core: how a monitor is put together and found. Its parts are in that one file anyway, so
 * that no app gets smaller by naming them, and each name costs bytes.
 */
export const TWIN_CORE = [
  'compose',
  'current',
  'keepFramework',
  'nativePreset',
  'readOptions',
  'record',
  'replace',
  'succession',
]

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** The names of the wire, and the kinds of OTLP's fields. */
const names = new Map(['core/names.ts', 'core/otlp/kinds.ts'].flatMap(constantsOf))

function constantsOf(file: string): [name: string, text: string][] {
  const source = readFileSync(file, 'utf8')
  return [...source.matchAll(/^export const (\w+) = ('.+')$/gm)].map(([, name, text]) => [name, text])
}

/**
 * Puts names where they are keys of an object: a computed key is slow to make, and minifiers put no constant in its
 * place.
 */
const namesAsKeys: Plugin = {
  name: 'names-as-keys',
  setup(build) {
    build.onLoad({ filter: /(core|adapters)[\\/].+\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replace(/\[(\w+)\](?=:)/g, (key, name) => names.get(name) ?? key),
    }))
  },
}

/** OTLP's messages are a table for people; an app takes them as a text, a quarter as long. */
const schemaAsText: Plugin = {
  name: 'schema-as-text',
  setup(build) {
    const text = JSON.stringify(compact(SCHEMA))
    build.onLoad({ filter: /core[\\/]otlp[\\/]schema\.ts$/ }, () => ({
      loader: 'ts',
      contents: `import { expand } from './compact.ts'\nexport const SCHEMA = /* @__PURE__ */ expand(${text})`,
    }))
  },
}

/** What the sources go through wherever they are bundled as an app gets them. */
export const sourcePlugins: Plugin[] = [schemaAsText, namesAsKeys]

const built: Options = {
  target: 'es2015',
  platform: 'neutral',
  define: { __VERSION__: JSON.stringify(version) },
  tsconfig: 'tsconfig.build.json',
  silent: true,
  esbuildPlugins: sourcePlugins,
  plugins: [{ name: 'arrows', renderChunk: (code) => ({ code: arrows(code) }) }],
  esbuildOptions(options) {
    // Mini programs read UTF-8; escapes would only cost bytes.
    options.charset = 'utf8'
    // Comments that esbuild keeps (`@license`) are no use in every chunk: LICENSE lies beside them.
    options.legalComments = 'none'
    options.chunkNames = 'chunks/[hash]'
  },
}

/** What apps get. `names`: short ones for members, the same in all files, since objects go from one to the other. */
function shippedWith(names: Record<string, string>): Options {
  return {
    ...built,
    esbuildOptions(options, context) {
      built.esbuildOptions!(options, context)
      const all = Object.keys(names).map((name) => name.replace(/\$/g, '\\$&'))
      options.mangleProps = new RegExp(`^(${all.join('|')})$`)
      options.mangleCache = { ...names }
    },
  }
}

/**
 * The twin goes into packages of mini programs, which never run in a web page: they are spared its driver. Web builds
 * take the ES modules.
 */
const withoutWeb: Plugin = {
  name: 'without-web',
  setup(build) {
    const replace = (filter: RegExp, contents: string) => build.onLoad({ filter }, () => ({ contents }))
    replace(/core[\\/]platforms[\\/]h5\.ts$/, 'export function h5() {}')
    replace(/core[\\/]platforms[\\/]web[\\/]vitals\.ts$/, 'export function observeWebVitals() {}')
    replace(
      /core[\\/]instrumentations[\\/]resources\.ts$/,
      'export function resourcesInstrumentation() { return { name: "resources", install() {} } }',
    )
    replace(/core[\\/]platforms[\\/]web[\\/]arrival\.ts$/, 'export function takeArrival() {}')
    // nor are they left as a page is
    replace(/core[\\/]outbox[\\/]leave\.ts$/, 'export function loadsOf() { return new Map() }')
    // nor share anything with other bundles
    replace(/core[\\/]platforms[\\/]web[\\/]realm\.ts$/, 'export function shared(make) { return make() }')
  },
}

/** Whose code is in a command: their licences ask for their words. */
const notices: Plugin = {
  name: 'notices',
  setup({ onLoad, onEnd }) {
    const packages = new Set<string>()
    onLoad({ filter: /[\\/]node_modules[\\/]/ }, ({ path }) => {
      packages.add(/.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)![0])
      return undefined
    })
    onEnd(() => writeFileSync('dist/THIRD-PARTY-NOTICES', noticesOf([...packages].sort())))
  },
}

export default defineConfig(() => {
  const members = membersOf(Object.values(entries))
  const names = shortNames(members)
  mkdirSync(dirname(MEMBERS), { recursive: true })
  writeFileSync(MEMBERS, JSON.stringify({ short: names, kept: Object.fromEntries(members.kept) }, null, 1))
  const shipped = shippedWith(names)
  return [
    {
      ...shipped,
      outDir: 'dist',
      entry: entries,
      format: 'esm',
      // One copy of the core, whichever entries an app imports: `current.ts` holds the one monitor.
      splitting: true,
      dts: true,
    },
    {
      ...shipped,
      outDir: 'dist/miniprogram',
      entry: { index: twinSource() },
      format: 'cjs',
      splitting: false,
      // Through rollup: plain `exports.x = y`, where esbuild's CommonJS brings five helpers.
      treeshake: true,
      minify: 'terser',
      // unsafe_arrows: nobody calls ours with `new`
      terserOptions: {
        ecma: 2015,
        toplevel: true,
        // reduce_funcs moves functions into those that call them once, and engines read what they call later twice
        compress: { passes: 3, unsafe_arrows: true, reduce_funcs: false },
        format: { comments: false },
      },
      outExtension: () => ({ js: '.js' }),
      esbuildPlugins: [withoutWeb, ...sourcePlugins],
    },
    ...Object.entries(plugins).map(([path, source]): Options => ({
      ...built,
      outDir: 'dist',
      entry: { [path]: source },
      format: 'cjs',
      platform: 'node',
      target: 'node18',
      // They know Node, and the rest of what is published does not.
      tsconfig: 'tsconfig.json',
      plugins: [],
      dts: true,
      outExtension: () => ({ js: '.js', dts: '.d.ts' }),
    })),
    {
      ...built,
      outDir: 'dist',
      entry: commands,
      format: 'cjs',
      platform: 'node',
      target: 'node18',
      tsconfig: 'tsconfig.json',
      plugins: [],
      esbuildPlugins: [notices, ...sourcePlugins],
      outExtension: () => ({ js: '.js' }),
    },
  ]
})

/**
 * The twin is one file with everything in it, since WeChat's npm build copies folders and knows neither `exports` nor
 * shared chunks; `require('mini-monitor/core')` is a stub that finds the same module, and so the same monitor.
 */
function twinSource(): string {
  const folder = 'node_modules/.cache/mini-monitor'
  const file = `${folder}/twin.ts`
  mkdirSync(folder, { recursive: true })
  const source = (path: string) => resolve(entries[path])
  const names = (path: string) => (path === 'core/index' ? `{ ${TWIN_CORE.join(', ')} }` : '*')
  const line = (path: string) => `export ${names(path)} from ${JSON.stringify(source(path))}\n`
  writeFileSync(file, twins.map(line).join(''))
  return file
}
