/** A sample app with other versions of its packages. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { run } from '../../playground/builds/run.ts'
import { LeftOut } from './row.ts'

interface Versions {
  [name: string]: string
}
interface Manifest {
  dependencies?: Versions
  devDependencies?: Versions
}

/**
 * Lets `use` have a copy of an app whose packages are of the versions that `versionOf` gives (`undefined`: not at all),
 * with the lockfile that npm makes of them today.
 * @throws LeftOut if npm does not have them
 */
export async function withVersions<T>(
  app: string,
  versionOf: (name: string, version: string) => string | undefined,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mini-monitor-versions-'))
  const isSource = (path: string) =>
    !/^(node_modules|dist|unpackage|package-lock\.json)$/.test(basename(path))
  try {
    cpSync(app, folder, { recursive: true, filter: isSource })
    const file = join(folder, 'package.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    for (const kind of ['dependencies', 'devDependencies'] as const)
      manifest[kind] = changed(manifest[kind] ?? {}, versionOf)
    writeFileSync(file, JSON.stringify(manifest, null, 2))
    await lock(folder)
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function changed(
  versions: Versions,
  versionOf: (name: string, version: string) => string | undefined,
): Versions {
  const entries = Object.entries(versions).map(([name, version]) => [name, versionOf(name, version)])
  return Object.fromEntries(entries.filter(([, version]) => version)) as Versions
}

async function lock(cwd: string): Promise<void> {
  const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund']
  try {
    await run({ title: 'npm install', program: 'npm', args, cwd })
  } catch (error) {
    throw new LeftOut((error as Error).message)
  }
}
