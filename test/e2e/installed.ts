import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Survives a clean checkout; safe to delete at any time. */
const cache = process.env.MINI_MONITOR_CACHE || join(homedir(), '.cache', 'mini-monitor')

/**
 * Installs the packages that a folder's package.json and package-lock.json name, once for each lockfile and Node, and
 * returns the folder that has their `node_modules`. Throws npm's error. For big tools that few runs need.
 */
export function installed(folder: string): string {
  const lock = readFileSync(join(folder, 'package-lock.json'))
  const key = createHash('sha256').update(process.version).update(lock).digest('hex').slice(0, 16)
  const home = join(cache, key)
  if (existsSync(home)) return home
  console.log(`· installing what ${folder} needs into ${home} …`)
  mkdirSync(cache, { recursive: true })
  // Under another name first: an install that was cut short must not look like one.
  const draft = mkdtempSync(home + '-')
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(folder, file), join(draft, file))
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', ['ci', '--ignore-scripts', ...quiet], {
      cwd: draft,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if (!existsSync(home)) renameSync(draft, home)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return home
}
