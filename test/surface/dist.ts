import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isBuilt } from '../../.ci/stamp.mjs'

export const DIST = 'dist'

export interface Manifest {
  name: string
  version: string
  exports: Record<string, string | Record<string, string | Record<string, string>>>
  [key: string]: unknown
}

/** What is published, as it was built; a test of yesterday's build would say nothing. */
export function manifest(): Manifest {
  if (!isBuilt()) throw new Error('dist/ is missing or older than the sources: npm run build')
  return JSON.parse(readFileSync(join(DIST, 'package.json'), 'utf8')) as Manifest
}

/** What apps write after `mini-monitor`: '' for the root, '/core', … */
export function subpaths(): string[] {
  return Object.keys(manifest().exports)
    .filter((path) => path !== './package.json')
    .map((path) => path.slice(1))
}

/** Entries that load without a framework: they have a CommonJS twin. */
export function plainSubpaths(): string[] {
  const { exports } = manifest()
  return subpaths().filter((path) => Object.hasOwn(exports['.' + path] as object, 'require'))
}

/** Files below a folder of dist/, with the given end of their name. */
export function files(folder: string, end: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .map((path) => join(folder, path))
    .sort()
}

export interface Consumer {
  folder: string
  tarball: string
  /** What npm put into the tarball. */
  packed: string[]
  remove(): void
}

/** An empty project outside the checkout that installed the packed package, as a user does. */
export function createConsumer(): Consumer {
  manifest()
  const folder = mkdtempSync(join(tmpdir(), 'mini-monitor-consumer-'))
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  const [packed] = JSON.parse(npm('pack', '--json', process.cwd() + '/' + DIST)) as PackReport[]
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  // Offline: that nothing else is needed is a promise of the package.
  npm('install', '--offline', '--no-audit', '--no-fund', './' + packed.filename)
  return {
    folder,
    tarball: join(folder, packed.filename),
    packed: packed.files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

interface PackReport {
  filename: string
  files: { path: string }[]
}

/** Writes a file of the consumer's own. */
export function lay(consumer: Consumer, name: string, text: string): string {
  const path = join(consumer.folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}
