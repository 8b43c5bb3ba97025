import type { Realm } from '../engine/realm.ts'
import type { Loose } from '../loose.ts'
import type { AppFiles } from '../files.ts'
import { resolveModule } from './resolve.ts'

/** CommonJS, as the platforms have it. */
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

export function createModules(options: ModuleOptions): Modules {
  const { files, realm, parameters, around, transform } = options
  const loaded = new Map<string, Loose>()

  const requireFrom = (request: string, from: string): Loose => {
    const file = resolveModule(files, request, from)
    if (file) return load(file)
    throw realm.error(`module '${request}' is not defined, require args is '${request}' in ${from}`)
  }
  const evaluate = (source: string, file: string, module: Loose) => {
    const values = parameters()
    const require = (request: Loose) => requireFrom(String(request), file)
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
