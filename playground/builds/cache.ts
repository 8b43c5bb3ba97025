import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Survives a clean checkout; safe to delete at any time. */
export function cache(): string {
  return process.env.MINI_MONITOR_CACHE || join(homedir(), '.cache', 'mini-monitor')
}

/** Names what was made of these parts. */
export function hashOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(String(part.length)).update('\0').update(part)
  return hash.digest('hex').slice(0, 16)
}

/** Files of an app or a package, without what was installed and built into it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      if (/^(node_modules|dist|unpackage|\.[\w-]+_cache)$/.test(entry.name)) return []
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
    .sort()
}

export function hashOfFolder(folder: string): string {
  return hashOf(...filesBelow(folder).flatMap((file) => [file.slice(folder.length), readFileSync(file)]))
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Runs `work` while no other process does so under this name; the lock of a process that has died is broken. */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  const lock = join(cache(), `${name}.lock`)
  const holder = join(lock, 'pid')
  mkdirSync(cache(), { recursive: true })
  while (!take(lock, holder)) {
    const pid = existsSync(holder) ? Number(readFileSync(holder, 'utf8')) : 0
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    // Without a name in it for longer than it takes to write one: its owner died right then.
    if (pid ? !alive(pid) : age > 5000) rmSync(lock, { recursive: true, force: true })
    else await new Promise((resolve) => setTimeout(resolve, 200))
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function take(lock: string, holder: string): boolean {
  try {
    mkdirSync(lock)
  } catch {
    return false
  }
  writeFileSync(holder, String(process.pid))
  return true
}

const month = 30 * 86_400_000

/** Removes what nobody has asked for lately. */
export function forgetOld(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat && Date.now() - stat.mtimeMs > month) rmSync(path, { recursive: true, force: true })
  }
}
