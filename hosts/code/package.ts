import { resolvePath } from '../view/data.ts'
import { jsonOf } from './files.ts'
import { moduleParameters } from './globals.ts'
import { createModules } from './modules.ts'
import type { Process } from '../process.ts'
import type { Definition, Registry } from './registry.ts'
import type { StartOptions } from '../boot.ts'
import type { Loose } from '../types.ts'

/** The app's package: its manifest, and when which of its files is evaluated. */
export interface Code {
  /** app.json. */
  config(): Loose
  /** Paths of all pages, those of sub-packages included. */
  pages(): string[]
  tabs(): string[]
  /** The page that a start without a path opens. */
  entry(): string | undefined
  /** app.js and the pages of the main package, as the platforms do at a start. */
  evaluateApp(): void
  /** What was evaluated so far. */
  evaluated(): { files: string[]; bytes: number }
  definition(path: string): Definition | undefined
  run(source: string, file?: string): Loose
  template(path: string): string | undefined
  /** The components that a page or component uses: their paths by tag. */
  components(path: string): Record<string, string>
}

export function createCode(
  process: Process,
  registry: Registry,
  start: StartOptions,
  pagesOf: () => Loose[],
): Code {
  const { files } = start
  const { thread } = process
  const evaluated: string[] = []
  const tried = new Set<string>()
  let config: Loose
  const isHost = start.realm === 'host'
  const modules = createModules({
    files,
    realm: process.realm,
    transform: start.transform,
    parameters: () => moduleParameters(process, registry, pagesOf, isHost),
    around(file, evaluate) {
      evaluated.push(file)
      registry.during(file.replace(/\.js$/, ''), evaluate)
    },
  })
  const configOf = () => (config ??= jsonOf(files, 'app.json') ?? {})
  const packages = (): Loose[] => configOf().subPackages ?? configOf().subpackages ?? []

  const used = new Map<string, Record<string, string>>()
  const components = (path: string): Record<string, string> => {
    let found = used.get(path)
    if (found) return found
    used.set(path, (found = {}))
    const own = jsonOf(files, `${path}.json`) as Loose
    const names = { ...configOf().usingComponents, ...own?.usingComponents }
    for (const tag of Object.keys(names))
      // `plugin://` and the platforms' own libraries are not in the package.
      if (!/^\w+:\/\//.test(names[tag])) found[tag] = componentPath(modules.has, names[tag], path)
    return found
  }
  const evaluate = (path: string) => {
    if (tried.has(path)) return
    tried.add(path)
    for (const component of Object.values(components(path))) evaluate(component)
    if (modules.has(`${path}.js`)) thread.call(`${path}.js`, () => modules.load(`${path}.js`))
  }

  return {
    config: configOf,
    pages: () => [
      ...(configOf().pages ?? []),
      ...packages().flatMap((each) =>
        (each.pages ?? []).map((page: string) => resolvePath(`${each.root}/${page}`, '')),
      ),
    ],
    tabs: () => {
      const bar = configOf().tabBar
      return (bar?.list ?? bar?.items ?? []).map((item: Loose) => item.pagePath)
    },
    entry: () =>
      configOf().entryPagePath ??
      configOf().pages?.[0] ??
      [...registry.definitions].find(([, definition]) => definition.kind === 'page')?.[0],
    evaluateApp() {
      evaluate('app')
      if (configOf().lazyCodeLoading) return
      for (const page of configOf().pages ?? []) evaluate(page)
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
    template: (path) => files.read(`${path}.${process.spec.template.extension}`),
    components,
  }
}

/** `usingComponents` names a file, or a package of the npm build. */
export function componentPath(has: (file: string) => boolean, name: string, from: string): string {
  const near = resolvePath(name.startsWith('/') || name.startsWith('.') ? name : `./${name}`, from)
  if (has(`${near}.js`)) return near
  const inPackages = ['miniprogram_npm', 'node_modules'].flatMap((folder) => [
    `${folder}/${name}`,
    `${folder}/${name}/index`,
  ])
  return inPackages.find((path) => has(`${path}.js`)) ?? resolvePath(name, '')
}
