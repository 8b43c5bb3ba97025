import path from 'node:path/posix'
import { jsonOf, type AppFiles } from './files.ts'
import type { Realm } from '../engine/realm.ts'
import type { Loose } from '../types.ts'

export interface Modules {
  /** The exports of a file of the app, evaluated once. */
  load(file: string): Loose
  /** Evaluates a source as a module of this name, each time anew, and gives its exports. */
  run(source: string, file: string): Loose
  has(file: string): boolean
}

export interface ModuleOptions {
  files: AppFiles
  realm: Realm
  /** What each module gets as parameters besides require, module and exports; read anew for each. */
  parameters: () => Record<string, Loose>
  /** Around the evaluation of a module: the platform notes whose `Page()` it is. */
  around: (file: string, evaluate: () => void) => void
  /** What the platform's own build does to a source. */
  transform?: (source: string, file: string) => string
}

/** WeChat's npm build puts packages into the first, other tool chains read the second. */
const PACKAGE_FOLDERS = ['miniprogram_npm', 'node_modules']

type Exports = string | null | Exports[] | { [condition: string]: Exports }

function target(entry: Exports | undefined): string | undefined {
  if (typeof entry === 'string') return entry
  if (Array.isArray(entry)) return entry.map(target).find(Boolean)
  if (!entry) return undefined
  for (const condition of Object.keys(entry))
    if (['require', 'node', 'default'].includes(condition)) {
      const found = target(entry[condition])
      if (found) return found
    }
  return undefined
}

function exportedFile(exports: Exports, subpath: string): string | undefined {
  const map = exports as Record<string, Exports>
  const keyed =
    typeof exports === 'object' && exports && Object.keys(exports).some((key) => key.startsWith('.'))
  if (!keyed) return subpath === '.' ? target(exports) : undefined
  if (subpath in map) return target(map[subpath])
  for (const key of Object.keys(map)) {
    const [before, after] = key.split('*')
    if (after === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) continue
    return target(map[key])?.replaceAll('*', subpath.slice(before.length, subpath.length - after.length))
  }
  return undefined
}

export function createModules(options: ModuleOptions): Modules {
  const { files, realm, parameters, around, transform } = options
  const loaded = new Map<string, Loose>()

  const asFile = (name: string): string | undefined =>
    [name, `${name}.js`, `${name}/index.js`, `${name}.json`].find((file) => files.read(file) !== undefined)

  const inPackage = (folder: string, name: string, subpath: string): string | undefined => {
    const root = path.join(folder, name)
    const manifest = jsonOf(files, `${root}/package.json`) as { exports?: Exports; main?: string } | undefined
    if (manifest?.exports) {
      const file = exportedFile(manifest.exports, subpath)
      if (file) return asFile(path.join(root, file))
    }
    return asFile(path.join(root, subpath === '.' ? (manifest?.main ?? 'index.js') : subpath))
  }
  const resolve = (request: string, from: string): string => {
    const here = path.dirname(from)
    if (/^\.{0,2}\//.test(request) || request === '.' || request === '..') {
      const found = asFile(request.startsWith('/') ? request.slice(1) : path.join(here, request))
      if (found) return found
    } else {
      const parts = request.split('/')
      const name = parts.splice(0, request.startsWith('@') ? 2 : 1).join('/')
      const subpath = parts.length ? `./${parts.join('/')}` : '.'
      for (let dir = here; ; dir = path.dirname(dir)) {
        for (const folder of PACKAGE_FOLDERS) {
          const found = inPackage(path.join(dir, folder), name, subpath)
          if (found) return found
        }
        if (dir === '.') break
      }
      // Some tools let the app leave out `./`.
      const found = asFile(path.join(here, request))
      if (found) return found
    }
    throw realm.error(`module '${request}' is not defined, require args is '${request}' in ${from}`)
  }

  const evaluate = (source: string, file: string, module: Loose) => {
    const values = parameters()
    const require = (request: Loose) => load(resolve(String(request), file))
    const names = ['require', 'module', 'exports', ...Object.keys(values)]
    const compiled = realm.compile(names, transform ? transform(source, file) : source, file)
    around(file, () =>
      compiled.call(module.exports, require, module, module.exports, ...Object.values(values)),
    )
    return module.exports
  }
  const load = (file: string): Loose => {
    const known = loaded.get(file)
    if (known) return known.exports
    const source = files.read(file)
    if (source === undefined) throw realm.error(`module '${file}' is not defined`)
    const module = realm.object({ exports: realm.object(), id: file })
    loaded.set(file, module)
    if (file.endsWith('.json')) return (module.exports = realm.parse(source))
    try {
      return evaluate(source, file, module)
    } catch (error) {
      loaded.delete(file)
      throw error
    }
  }

  return {
    load,
    run: (source, file) => evaluate(source, file, realm.object({ exports: realm.object(), id: file })),
    has: (file) => files.read(file) !== undefined,
  }
}
