import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Storage } from '../platform.ts'
import type { Metric } from '../signal.ts'
import type { Account, DropCount } from './account.ts'
import type { Tenancy } from '../tenancy.ts'

const EVERY = 60000

/** The losses as a metric of their own; what has not been told yet outlives a kill. */
export interface DropReport {
  /** At most once a minute, and only if there is something to tell. */
  take(): Metric | undefined
  /** Takes over what earlier runs could not tell. */
  load(): Promise<void>
  save(): void
  saveNow(): void
  erase(): void
}

interface Options {
  account: Account
  storage: Storage
  prefix: string
  tenancy: Tenancy
  clock: Clock
  diag: Diag
}

export function createDropReport({ account, storage, prefix, tenancy, clock, diag }: Options): DropReport {
  const keys = prefix.replace('mm:', 'mmd:')
  const own = keys + tenancy.owner
  let since = clock.now()
  let saved = ''
  const failed = (error: unknown) => diag.error('storage', error)

  function changed(): string | undefined {
    const value = JSON.stringify(account.unreported)
    if (value === saved || (value === '[]' && !saved)) return undefined
    saved = value
    return value
  }
  function takeOver(key: string): Promise<void> {
    return storage.get(key).then((text) => {
      const list: unknown = JSON.parse(text || '[]')
      if (Array.isArray(list)) list.filter(isDropCount).forEach(account.carry)
      return storage.remove(key)
    })
  }

  return {
    take() {
      const now = clock.now()
      if (Math.abs(now - since) < EVERY) return undefined
      const start = Math.min(since, now)
      since = now
      const points = account.unreported.map(({ kind, reason, count }) => ({
        attributes: { signal: kind, reason },
        start,
        time: now,
        value: count,
      }))
      if (!points.length) return undefined
      account.reported()
      if (saved) storage.remove(own).then(undefined, failed)
      saved = ''
      const name = 'miniprogram.monitor.dropped'
      return { kind: 'metric', type: 'sum', name, unit: '1', temporality: 1, monotonic: true, points }
    },
    load() {
      return storage
        .keys(keys)
        .then((found) => {
          const theirs = found.filter((key) => key !== own && tenancy.mayTake(key.slice(keys.length)))
          return Promise.all(theirs.map((key) => takeOver(key).then(undefined, failed)))
        })
        .then(() => {}, failed)
    },
    save() {
      const value = changed()
      if (value) storage.set(own, value).then(undefined, failed)
    },
    saveNow() {
      const value = changed()
      if (value) storage.setNow(own, value)
    },
    erase() {
      account.reported()
      saved = ''
      storage.remove(own).then(undefined, failed)
    },
  }
}

function isDropCount(thing: unknown): thing is DropCount {
  const { kind, reason, count } = (thing || {}) as Partial<DropCount>
  return typeof kind === 'string' && typeof reason === 'string' && typeof count === 'number' && count > 0
}
