import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { sourcePlugins } from '../tsup.config.ts'
import { SHIPPED } from './bundle.ts'
import { mark, table } from './table.ts'

/** Bytes. */
export interface Size {
  minified: number
  gzip: number
}

export interface Sizes {
  entries: (Size & { name: string; target?: Size; goal?: Size })[]
  /** What the full kit is larger by than without the part. */
  parts: (Size & { room: string; name: string })[]
  /** Minified bytes of the full kit by file, the largest first. */
  files: { file: string; minified: number }[]
  failures: string[]
}

function KB(minified: number, gzip: number): Size {
  return { minified: minified * 1000, gzip: gzip * 1000 }
}

const NATIVE = 'adapters/native/index.ts'

/** What an app writes that wants errors and requests as OTLP JSON on WeChat, and nothing else. */
const SMALL = `
import { compose, errors, otlp, otlpJson, replace, requests, succession } from './core/index.ts'
import { wechat } from './core/platforms/wechat.ts'

const slices = [errors, requests, otlp(otlpJson)]
const framework = () => ({ name: 'none', observePages: () => () => {}, observeErrors: () => () => {} })
// options that a build plug-in has checked
replace(() => compose({ slices }, CONFIG, Object.assign({ framework, platform: wechat }, succession)))
`

/** The kit for frameworks, beside the native entry: what that leaves out is in it, too. */
const FULL = `
export * from './adapters/native/index.ts'
export { preset } from './core/index.ts'
`

export async function measureSizes(): Promise<Sizes> {
  const drivers = driverFiles()
  const others = drivers.filter((file) => !file.endsWith('/wechat.ts'))
  const full = await sizeOf({ code: FULL })
  const entries: Sizes['entries'] = [
    {
      name: 'native, everything in one file',
      ...(await sizeOf({ entry: NATIVE })),
      target: KB(36, 12),
      goal: KB(28, 10),
    },
    { name: 'native, the driver of WeChat only', ...(await sizeOf({ entry: NATIVE, without: others })) },
    {
      name: 'core: errors, requests, OTLP JSON, one driver',
      ...(await sizeOf({ code: SMALL })),
      goal: KB(14, 5),
    },
  ]
  const parts = await Promise.all(
    [...partFiles(), ...drivers].map(async (file) => {
      const rest = await sizeOf({ code: FULL, without: [file] })
      const [room, name] = file.slice('core/'.length).split(/\/|\.ts/)
      return { room, name, minified: full.minified - rest.minified, gzip: full.gzip - rest.gzip }
    }),
  )
  const failures = entries
    .filter(({ target, ...size }) => target && !within(size, target))
    .map(({ name, minified, gzip, target }) => {
      return `${name}: ${minified} / ${gzip} bytes, allowed are ${target!.minified} / ${target!.gzip}`
    })
  return { entries, parts, files: await filesOf(NATIVE), failures }
}

function within(size: Size, limit: Size) {
  return size.minified <= limit.minified && size.gzip <= limit.gzip
}

/** The files behind the slices of the preset, and the encoders, which no slice names. */
export function partFiles(): string[] {
  const rooms =
    /^import \{[^}]*\} from '\.\.\/((?:instrumentations|exporters|processors|propagators)\/[\w/-]+\.ts)'/gm
  const lists = ['slices', 'preset'].map((name) => readFileSync(`core/kit/${name}.ts`, 'utf8'))
  const parts = [...lists.join('\n').matchAll(rooms)].map((match) => 'core/' + match[1])
  return [
    ...new Set(parts),
    'core/otlp/protobuf.ts',
    'core/otlp/json.ts',
    'core/raw/record.ts',
    'core/raw/legacy.ts',
  ]
}

export function driverFiles(): string[] {
  const imports = readFileSync('core/platforms/detect.ts', 'utf8').matchAll(
    /^import \{[^}]*\} from '\.\/((?!find|fit)[\w-]+\.ts)'/gm,
  )
  return [...imports].map((match) => 'core/platforms/' + match[1])
}

interface Bundle {
  entry?: string
  code?: string
  /** Files in whose place an empty one is bundled. */
  without?: string[]
}

const MINIFIED = { ...SHIPPED, format: 'cjs', minify: true, write: false } as const

async function sizeOf({ entry, code, without = [] }: Bundle): Promise<Size> {
  const { outputFiles } = await build({
    ...MINIFIED,
    entryPoints: entry ? [entry] : undefined,
    stdin: code === undefined ? undefined : { contents: code, resolveDir: '.', loader: 'ts' },
    plugins: [leaveOut(without.map((file) => resolve(file))), ...sourcePlugins],
  })
  const { contents } = outputFiles[0]
  return { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length }
}

async function filesOf(entry: string): Promise<Sizes['files']> {
  const { metafile } = await build({ ...MINIFIED, entryPoints: [entry], metafile: true })
  const [output] = Object.values(metafile.outputs)
  return Object.entries(output.inputs)
    .map(([file, { bytesInOutput }]) => ({ file, minified: bytesInOutput }))
    .sort((a, b) => b.minified - a.minified)
}

function leaveOut(files: string[]): Plugin {
  return {
    name: 'leave-out',
    setup(setup) {
      setup.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path)
        return files.includes(file) ? { path: file, namespace: 'left-out', sideEffects: false } : undefined
      })
      setup.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({ contents: stubOf(path) }))
    },
  }
}

/** Exports of the same names with nothing behind them. */
function stubOf(path: string): string {
  const source = readFileSync(path, 'utf8')
  const names = [...source.matchAll(/^export (?:const|function|let) (\w+)/gm)].map((match) => match[1])
  return names.map((name) => `export const ${name} = () => {}\n`).join('')
}

/** Files below are small change. */
const SHOWN = 30

export function printSizes({ entries, parts, files }: Sizes): string {
  const limit = (size: Size, most?: Size) => mark(most && within(size, most))
  const whole = table(
    ['What an app gets', 'minified', 'gzip', 't', 'g'],
    entries.map((each) => [
      each.name,
      String(each.minified),
      String(each.gzip),
      limit(each, each.target),
      limit(each, each.goal),
    ]),
  )
  const each = table(
    ['What each part adds to the full kit', '', 'minified', 'gzip'],
    parts.map(({ room, name, minified, gzip }) => [name, room, String(minified), String(gzip)]),
  )
  const where = table(
    [`The ${SHOWN} largest of ${files.length} files in it`, 'minified'],
    files.slice(0, SHOWN).map(({ file, minified }) => [file, String(minified)]),
  )
  return [whole, each, where].join('\n\n')
}
