import type { Loose } from './loose.ts'

/** What is on the device's flash: text, and whether it stands for a string or for a value. */
export interface StoredEntry {
  readonly json: boolean
  readonly text: string
  readonly bytes: number
}

/** The app's storage. It belongs to the device and outlives its runtimes. */
export interface Store {
  keys(): string[]
  has(key: string): boolean
  get(key: string): Loose
  set(key: string, value: Loose): void
  delete(key: string): void
  clear(): void
  /** The stored text, as it is. */
  raw(key: string): StoredEntry | undefined
  /** Puts text there that no platform call would have written. */
  corrupt(key: string, text: string, json?: boolean): void
  put(key: string, entry: StoredEntry): void
  /** Bytes of all values. */
  bytes(): number
  clone(): Store
}

export function entryOf(value: Loose): StoredEntry {
  const json = typeof value !== 'string' && value !== undefined
  const text = json ? (JSON.stringify(value) ?? 'null') : (value ?? '')
  return textEntry(text, json)
}

function textEntry(text: string, json: boolean): StoredEntry {
  return {
    json,
    text,
    bytes: Buffer.byteLength(text),
  }
}

/** `parse` of the reader's realm, so that the values belong there. */
export function valueOf(entry: StoredEntry | undefined, parse: (text: string) => Loose = JSON.parse): Loose {
  if (!entry) return undefined
  if (!entry.json) return entry.text
  try {
    return parse(entry.text)
  } catch {
    return ''
  }
}

/** Half of an entry, as a write leaves it that never came to its end. */
export function halfOf(entry: StoredEntry) {
  return textEntry(entry.text.slice(0, entry.text.length >> 1), entry.json)
}

export function createStore(entries: Iterable<[string, StoredEntry]> = []): Store {
  const map = new Map<string, StoredEntry>()
  let bytes = 0
  const store: Store = {
    keys: () => [...map.keys()],
    has: (key) => map.has(key),
    get: (key) => valueOf(map.get(key)),
    set: (key, value) => store.put(key, entryOf(value)),
    delete(key) {
      bytes -= map.get(key)?.bytes ?? 0
      map.delete(key)
    },
    clear() {
      map.clear()
      bytes = 0
    },
    raw: (key) => map.get(key),
    corrupt: (key, text, json = false) => store.put(key, textEntry(text, json)),
    put(key, entry) {
      bytes += entry.bytes - (map.get(key)?.bytes ?? 0)
      map.set(key, entry)
    },
    bytes: () => bytes,
    clone: () => createStore(map),
  }
  for (const [key, entry] of entries) store.put(key, entry)
  return store
}
