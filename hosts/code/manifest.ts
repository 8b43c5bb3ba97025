import type { Loose } from '../loose.ts'
import { jsonOf, type AppFiles } from '../files.ts'
import { resolvePath } from './paths.ts'

/** app.json, and the JSON files of pages and components. */
export interface Manifest {
  /** All of app.json. */
  readonly config: Loose
  /** Paths of the pages of the main package. */
  readonly mainPages: string[]
  /** Paths of all pages, those of sub-packages included. */
  readonly pages: string[]
  readonly tabs: string[]
  /** The components that a page or component uses: their paths by tag. */
  components(path: string): Record<string, string>
}

export function readManifest(files: AppFiles): Manifest {
  const config: Loose = jsonOf(files, 'app.json') ?? {}
  const mainPages: string[] = config.pages ?? []
  const bar = config.tabBar
  const used = new Map<string, Record<string, string>>()
  return {
    config,
    mainPages,
    pages: [...mainPages, ...(config.subPackages ?? config.subpackages ?? []).flatMap(pagesOf)],
    tabs: (bar?.list ?? bar?.items ?? []).map((item: Loose) => item.pagePath),
    components(path) {
      let found = used.get(path)
      if (!found) used.set(path, (found = componentsOf(files, config, path)))
      return found
    },
  }
}

function pagesOf({ root, pages = [] }: { root: string; pages?: string[] }): string[] {
  return pages.map((page) => resolvePath(`${root}/${page}`, ''))
}

function componentsOf(files: AppFiles, config: Loose, path: string): Record<string, string> {
  const own = jsonOf(files, `${path}.json`) as Loose
  const names: Record<string, string> = { ...config.usingComponents, ...own?.usingComponents }
  const has = (file: string) => files.read(file) !== undefined
  return Object.fromEntries(
    Object.entries(names)
      // `plugin://` and the platforms' own libraries are not in the package.
      .filter(([, name]) => !/^\w+:\/\//.test(name))
      .map(([tag, name]) => [tag, componentPath(has, name, path)]),
  )
}

/** `usingComponents` names a file, or a package of the npm build. */
function componentPath(has: (file: string) => boolean, name: string, from: string): string {
  const near = resolvePath(name.startsWith('/') || name.startsWith('.') ? name : `./${name}`, from)
  if (has(`${near}.js`)) return near
  const inPackages = ['miniprogram_npm', 'node_modules'].flatMap((folder) => [
    `${folder}/${name}`,
    `${folder}/${name}/index`,
  ])
  return inPackages.find((path) => has(`${path}.js`)) ?? resolvePath(name, '')
}
