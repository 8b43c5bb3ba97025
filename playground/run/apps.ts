import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { PlatformName } from '../../hosts/index.ts'

interface AppSource {
  /** Below playground/apps. */
  folder: string
  /** What the platform's own npm build makes of the package: which part of it goes where. */
  kit: { from: (manifest: { miniprogram: string }) => string; to: string }
}

/** The sample apps. */
export const apps = {
  native: {
    wechat: {
      folder: 'native/wechat',
      kit: { from: ({ miniprogram }) => miniprogram, to: 'miniprogram_npm/mini-monitor' },
    },
    alipay: { folder: 'native/alipay', kit: { from: () => '.', to: 'node_modules/mini-monitor' } },
  } satisfies { [platform in PlatformName]?: AppSource },
}
export type AppsName = keyof typeof apps

const checkout = join(import.meta.dirname, '../..')
const week = 7 * 86_400_000

/**
 * An app with the built package in its place, as its users have it after an install and an npm build; outside of the
 * sources, so that those stay clean. Gives the folder.
 * @throws Error if the package has not been built or the app is not there
 */
export function layApp(name: AppsName, platform: PlatformName, root = checkout): string {
  const dist = join(root, 'dist')
  const cache = join(root, 'node_modules/.cache/playground')
  if (!existsSync(join(dist, 'package.json'))) throw new Error('dist/ is missing: run `npm run build` first.')
  const app = (apps[name] as { [platform in PlatformName]?: AppSource })[platform]
  if (!app) throw new Error(`There is no ${name} app for ${platform}.`)
  const source = join(checkout, 'playground/apps', app.folder)
  const kit = join(dist, app.kit.from(JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'))))
  // Named by its content: whoever else runs the playground finds the same or another folder, never a half one.
  const folder = join(cache, `${name}-${platform}-${hashOf([source, kit])}`)
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date())
    return folder
  }
  mkdirSync(cache, { recursive: true })
  forgetOld(cache)
  const draft = mkdtempSync(folder + '.')
  cpSync(source, draft, {
    recursive: true,
    filter: (path) => !/(^|[\\/])(node_modules|miniprogram_npm)$/.test(path),
  })
  mkdirSync(dirname(join(draft, app.kit.to)), { recursive: true })
  cpSync(kit, join(draft, app.kit.to), { recursive: true })
  try {
    renameSync(draft, folder)
  } catch {
    // Somebody else was faster.
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function hashOf(folders: string[]): string {
  const hash = createHash('sha256')
  for (const file of folders.flatMap(filesBelow)) hash.update('\0' + file + '\0').update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}

/** Folders of earlier builds that nobody has asked for lately. */
function forgetOld(cache: string): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat && Date.now() - stat.mtimeMs > week) rmSync(path, { recursive: true, force: true })
  }
}
