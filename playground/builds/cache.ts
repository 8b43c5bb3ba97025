import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
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

const DAY = 86_400_000

/** Removes what nobody has asked for lately. */
export function forgetOld(folder: string, days = 30): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat && Date.now() - stat.mtimeMs > days * DAY) rmSync(path, { recursive: true, force: true })
  }
}
