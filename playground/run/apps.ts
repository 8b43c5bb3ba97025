import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { platforms, type PlatformName } from '../../hosts/index.ts'
import { forgetOld, hashOf, hashOfFolder } from '../builds/cache.ts'
import { port } from './port.ts'

interface AppSource {
  /** Below playground/apps. */
  folder: string
  /** What the platform's own npm build makes of the package: which part of it goes where. */
  kit: { from: (manifest: { miniprogram: string }) => string; to: string }
  /** Written for WeChat, and put into this platform's words. */
  ported?: PlatformName
}

const wechat: AppSource = {
  folder: 'native/wechat',
  kit: { from: ({ miniprogram }) => miniprogram, to: 'miniprogram_npm/mini-monitor' },
}

/** The sample apps. */
const SOURCES = {
  native: {
    ...(Object.fromEntries(Object.keys(platforms).map((ported) => [ported, { ...wechat, ported }])) as {
      [platform in PlatformName]: AppSource
    }),
    wechat,
    alipay: { folder: 'native/alipay', kit: { from: () => '.', to: 'node_modules/mini-monitor' } },
  },
} satisfies { [name: string]: { [platform in PlatformName]?: AppSource } }
export type AppsName = keyof typeof SOURCES

const CHECKOUT = join(import.meta.dirname, '../..')
/** Days for which a folder is kept that nobody asks for. */
const KEPT = 7

/**
 * An app with the built package in its place, as its users have it after an install and an npm build; outside of the
 * sources, so that those stay clean. Gives the folder.
 * @throws Error if the package has not been built or the app is not there
 */
export function layApp(name: AppsName, platform: PlatformName, root = CHECKOUT): string {
  const dist = join(root, 'dist')
  const cache = join(root, 'node_modules/.cache/playground')
  if (!existsSync(join(dist, 'package.json'))) throw new Error('dist/ is missing: run `npm run build` first.')
  const app = (SOURCES[name] as { [platform in PlatformName]?: AppSource })[platform]
  if (!app) throw new Error(`There is no ${name} app for ${platform}.`)
  const source = join(CHECKOUT, 'playground/apps', app.folder)
  const kit = join(dist, app.kit.from(JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'))))
  // Named by its content: whoever else runs the playground finds the same or another folder, never a half one.
  const folder = join(
    cache,
    `${name}-${platform}-${hashOf(hashOfFolder(source), hashOfFolder(kit), String(port))}`,
  )
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date())
    return folder
  }
  mkdirSync(cache, { recursive: true })
  forgetOld(cache, KEPT)
  const draft = mkdtempSync(folder + '.')
  cpSync(source, draft, {
    recursive: true,
    filter: (path) => !/(^|[\\/])(node_modules|miniprogram_npm)$/.test(path),
  })
  if (app.ported) port(draft, app.ported)
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
