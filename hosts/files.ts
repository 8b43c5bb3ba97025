import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** The package of an app: text by path relative to its root, with forward slashes. */
export interface AppFiles {
  read(file: string): string | undefined
}

interface Cached {
  mtimeMs: number
  size: number
  text: string
}

const cache = new Map<string, Cached>()

/** A folder. Contents are kept while the file does not change: thousands of starts read it once. */
export function folderFiles(dir: string): AppFiles {
  return {
    read(file) {
      const name = path.join(dir, file)
      const stat = statSync(name, { throwIfNoEntry: false })
      if (!stat?.isFile()) return undefined
      let entry = cache.get(name)
      if (!entry || entry.mtimeMs !== stat.mtimeMs || entry.size !== stat.size) {
        entry = { mtimeMs: stat.mtimeMs, size: stat.size, text: readFileSync(name, 'utf8') }
        cache.set(name, entry)
      }
      return entry.text
    },
  }
}

export function memoryFiles(files: Record<string, string>): AppFiles {
  return { read: (file) => (Object.hasOwn(files, file) ? files[file] : undefined) }
}

/** The first that has a file gives it. */
export function layeredFiles(layers: AppFiles[]): AppFiles {
  return {
    read(file) {
      for (const layer of layers) {
        const text = layer.read(file)
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}

export function jsonOf(files: AppFiles, file: string): Record<string, unknown> | undefined {
  const text = files.read(file)
  return text === undefined ? undefined : JSON.parse(text)
}
