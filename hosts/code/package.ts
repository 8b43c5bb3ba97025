import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { StartOptions } from '../runtime.ts'
import { moduleParameters, type Names } from './globals.ts'
import { readManifest, type Manifest } from './manifest.ts'
import { createModules } from './modules.ts'
import type { Definition, Registry } from './registry.ts'

/** The app's package: its manifest, and when which of its files is evaluated. */
export interface Package {
  /** Read when it is first asked for. */
  readonly manifest: Manifest
  /** The page that a start without a path opens. */
  entry(): string | undefined
  /** app.js and the pages of the main package, as the platforms do at a start. */
  evaluateApp(): void
  /** What was evaluated so far. */
  evaluated(): { files: string[]; bytes: number }
  definition(path: string): Definition | undefined
  run(source: string, file?: string): Loose
  template(path: string): string | undefined
}

export function createPackage(
  host: Host,
  registry: Registry,
  names: Names,
  { files, realm, transform }: StartOptions,
): Package {
  const { thread, spec } = host
  const evaluated: string[] = []
  const tried = new Set<string>()
  let manifest: Manifest | undefined
  const read = () => (manifest ??= readManifest(files))
  const modules = createModules({
    ...{ files, transform, realm: host.realm },
    parameters: () => moduleParameters(host, names, realm === 'node'),
    around(file, evaluate) {
      evaluated.push(file)
      registry.during(file.replace(/\.js$/, ''), evaluate)
    },
  })
  /** What a page or component uses comes first. */
  const evaluate = (path: string) => {
    if (tried.has(path)) return
    tried.add(path)
    for (const component of Object.values(read().components(path))) evaluate(component)
    if (modules.has(`${path}.js`)) thread.call(`${path}.js`, () => modules.load(`${path}.js`))
  }

  return {
    get manifest() {
      return read()
    },
    entry: () => read().config.entryPagePath ?? read().mainPages[0] ?? firstPage(registry),
    evaluateApp() {
      evaluate('app')
      if (read().config.lazyCodeLoading) return
      for (const page of read().mainPages) evaluate(page)
    },
    evaluated: () => ({
      files: evaluated,
      bytes: evaluated.reduce((sum, file) => sum + (files.read(file)?.length ?? 0), 0),
    }),
    definition(path) {
      evaluate(path)
      return registry.definitions.get(path)
    },
    run: (source, file = 'script.js') => modules.run(source, file),
    template: (path) => files.read(`${path}.${spec.template.extension}`),
  }
}

/** Without app.json: whichever was registered first. */
function firstPage({ definitions }: Registry): string | undefined {
  return [...definitions].find(([, { kind }]) => kind === 'page')?.[0]
}
