import path from 'node:path/posix'
import { jsonOf, type AppFiles } from '../files.ts'

/**
 * WeChat's npm build puts packages into the first (docs/platforms/wechat.md#npm), other tool chains read the second.
 */
const PACKAGE_FOLDERS = ['miniprogram_npm', 'node_modules']

/** The file that `require(request)` in the file `from` means. */
export function resolveModule(files: AppFiles, request: string, from: string): string | undefined {
  const here = path.dirname(from)
  if (/^\.{0,2}\//.test(request) || request === '.' || request === '..')
    return asFile(files, request.startsWith('/') ? request.slice(1) : path.join(here, request))
  // Some tools let the app leave out `./`.
  return inPackages(files, request, here) ?? asFile(files, path.join(here, request))
}

function asFile(files: AppFiles, name: string): string | undefined {
  return [name, `${name}.js`, `${name}/index.js`, `${name}.json`].find(
    (file) => files.read(file) !== undefined,
  )
}

/** In the packages' folders beside the file, and above it up to the root. */
function inPackages(files: AppFiles, request: string, here: string): string | undefined {
  const parts = request.split('/')
  const name = parts.splice(0, request.startsWith('@') ? 2 : 1).join('/')
  const subpath = parts.length ? `./${parts.join('/')}` : '.'
  for (let dir = here; ; dir = path.dirname(dir)) {
    for (const folder of PACKAGE_FOLDERS) {
      const found = inPackage(files, path.join(dir, folder, name), subpath)
      if (found) return found
    }
    if (dir === '.') return undefined
  }
}

type Exports = string | null | Exports[] | { [condition: string]: Exports }

function inPackage(files: AppFiles, root: string, subpath: string): string | undefined {
  const manifest = jsonOf(files, `${root}/package.json`) as { exports?: Exports; main?: string } | undefined
  if (manifest?.exports) {
    const file = exportedFile(manifest.exports, subpath)
    if (file) return asFile(files, path.join(root, file))
  }
  return asFile(files, path.join(root, subpath === '.' ? (manifest?.main ?? 'index.js') : subpath))
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

function target(entry: Exports | undefined): string | undefined {
  if (typeof entry === 'string') return entry
  if (Array.isArray(entry)) return entry.map(target).find(Boolean)
  if (!entry) return undefined
  for (const condition of Object.keys(entry)) {
    if (!['require', 'node', 'default'].includes(condition)) continue
    const found = target(entry[condition])
    if (found) return found
  }
  return undefined
}
