import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cache, hashOf, hashOfFolder } from './cache.ts'
import { exclusively } from './lock.ts'
import { run } from './run.ts'

export type Say = (line: string) => void

/** npm could not install: mostly there is no way to the registry from here. */
export class InstallError extends Error {}

/** Makes a folder of the cache once, whoever asks for it at the same time; half of it never lies there. */
async function once(
  name: string,
  make: (draft: string) => Promise<void>,
  waiting?: () => void,
): Promise<string> {
  const home = join(cache(), name)
  const work = async () => {
    if (existsSync(home)) return
    const draft = mkdtempSync(`${home}-`)
    try {
      await make(draft)
      renameSync(draft, home)
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  }
  if (!existsSync(home)) await exclusively(name, work, waiting)
  utimesSync(home, new Date(), new Date())
  return home
}

/**
 * MB on disk of the packages of what is built here, by the end of its folder; measured on Linux, Node 20, in November
 * 2026. A lockfile says nothing of sizes.
 */
const MEGABYTES: { [folder: string]: number } = {
  'apps/taro': 550,
  'apps/uni-app': 260,
  'e2e/miniprogram-ci': 280,
}

/** `, some 550 MB`; nothing where nobody has measured. */
export function sizeOf(folder: string): string {
  const known = Object.keys(MEGABYTES).find((end) => folder.replace(/\\/g, '/').endsWith(end))
  return known ? `, some ${MEGABYTES[known]} MB` : ''
}

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error']
// npm's own patience is minutes; who is offline wants to know.
const IMPATIENT = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000']

/**
 * Installs the packages that a folder's package.json and package-lock.json name, once for each lockfile and Node, and
 * gives the folder that has their `node_modules`.
 * @throws InstallError with npm's last lines
 */
export function installed(folder: string, say: Say = (line) => console.log(`· ${line}`)): Promise<string> {
  const lock = readFileSync(join(folder, 'package-lock.json'))
  const install = async (draft: string) => {
    const number = Object.keys((JSON.parse(String(lock)) as { packages: object }).packages).length
    say(`installing ${number} packages${sizeOf(folder)}, for ${folder}, once (into ${cache()})`)
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(folder, file), join(draft, file))
    const args = ['ci', '--ignore-scripts', ...QUIET, ...IMPATIENT]
    try {
      await run({ title: 'npm ci', program: 'npm', args, cwd: draft, timeout: 900_000 })
    } catch (error) {
      // Behind its reason npm prints how it is to be used.
      throw new InstallError((error as Error).message.split(/\n *npm error *\n *npm error Clean install/)[0])
    }
  }
  return once(hashOf(process.version, lock), install, () =>
    say(`waiting for another that installs the packages for ${folder}`),
  )
}

/** What `npm pack` makes of dist/, as npm lays it into an app. Gives the folder of the package. */
export async function packedKit(dist: string): Promise<{ folder: string; hash: string }> {
  if (!existsSync(join(dist, 'package.json'))) throw new Error('dist/ is missing: run `npm run build` first.')
  const hash = hashOfFolder(dist)
  const home = await once(`kit-${hash}`, async (draft) => {
    const npm = (...args: string[]) => run({ title: `npm ${args[0]}`, program: 'npm', args, cwd: draft })
    const [{ filename }] = JSON.parse(await npm('pack', '--json', dist)) as [{ filename: string }]
    writeFileSync(join(draft, 'package.json'), '{ "private": true }\n')
    // Offline: it has no dependencies, and its peers are the app's.
    await npm('install', '--offline', ...QUIET, `./${filename}`)
  })
  return { folder: join(home, 'node_modules/mini-monitor'), hash }
}

/** The package, and its line in the app's package.json, as after `npm install mini-monitor`. */
export function putKit(kit: string, app: string): void {
  const target = join(app, 'node_modules/mini-monitor')
  mkdirSync(join(app, 'node_modules'), { recursive: true })
  cpSync(kit, target, { recursive: true })
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>
  const manifest = read(join(app, 'package.json'))
  manifest.dependencies = {
    ...manifest.dependencies,
    'mini-monitor': read(join(kit, 'package.json')).version,
  }
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
