import * as v from 'valibot'
import { checked } from './check.ts'

/** One device's account: what came in, by the app or out of storage, must be in one of the other columns. */
export interface Tally {
  taken: number
  /** Read back from storage; an earlier run took it in. */
  restored: number
  delivered: number
  pending: number
  stored: number
  dropped: { [reason: string]: number }
}

export interface DeviceReport {
  device: string
  service?: string
  platform?: string
  framework?: string
  /** What `monitor.diagnostics()` gave. */
  diagnostics: unknown
}

export interface DeviceAccount extends Omit<DeviceReport, 'diagnostics'> {
  total: Tally
  signals: { [signal: string]: Tally }
  /** taken + restored − (delivered + pending + stored + dropped): 0 where the account comes out even. */
  missing: number
}

const COLUMNS = ['taken', 'restored', 'delivered', 'pending', 'stored'] as const

export function emptyTally(): Tally {
  return {
    taken: 0,
    restored: 0,
    delivered: 0,
    pending: 0,
    stored: 0,
    dropped: {},
  }
}

export function addTally(into: Tally, from: Tally): void {
  for (const column of COLUMNS) into[column] += from[column]
  for (const [reason, number] of Object.entries(from.dropped))
    into.dropped[reason] = (Object.hasOwn(into.dropped, reason) ? into.dropped[reason]! : 0) + number
}

export function missingIn(tally: Tally): number {
  return (
    tally.taken +
    tally.restored -
    tally.delivered -
    tally.pending -
    tally.stored -
    Object.values(tally.dropped).reduce((sum, each) => sum + each, 0)
  )
}

const COUNT = v.pipe(v.number(), v.safeInteger('a whole number'), v.minValue(0, 'a count'))
const NAME = v.pipe(v.string(), v.maxLength(200, 'a shorter name'))
/** Of signals, or of reasons. */
const NAMES = 100

function named<S extends v.GenericSchema>(of: S) {
  return v.pipe(
    v.record(v.string(), v.unknown()),
    v.maxEntries(NAMES, `${NAMES} names at most`),
    v.record(NAME, of),
  )
}

const COLUMN = v.optional(v.union([COUNT, named(COUNT)]))
const TALLY = v.object({
  ...{ taken: COLUMN, restored: COLUMN, delivered: COLUMN, pending: COLUMN, stored: COLUMN },
  dropped: v.optional(v.union([COUNT, named(v.union([COUNT, named(COUNT)]))])),
})
const ACCOUNT = v.object({ ...TALLY.entries, signals: v.optional(named(TALLY)) })
const REPORT = v.object({
  device: NAME,
  service: v.optional(NAME),
  platform: v.optional(NAME),
  framework: v.optional(NAME),
  diagnostics: v.object({ ...ACCOUNT.entries, account: v.optional(ACCOUNT) }),
})

/**
 * Columns first (`{ taken: { log: 3 }, dropped: { log: { queue: 1 } } }`, or plain numbers) or signals first
 * (`{ signals: { log: { taken: 3, dropped: { queue: 1 } } } }`): both orders are read.
 */
function readColumns(source: v.InferOutput<typeof TALLY>): { [signal: string]: Tally } {
  const signals = new Map<string, Tally>()
  const of = (signal: string): Tally => {
    const tally = signals.get(signal) ?? emptyTally()
    signals.set(signal, tally)
    return tally
  }
  for (const column of COLUMNS) {
    const value = source[column]
    if (typeof value === 'number') of('all')[column] += value
    else for (const [signal, number] of Object.entries(value ?? {})) of(signal)[column] += number
  }
  const { dropped } = source
  if (typeof dropped === 'number') of('all').dropped.other = dropped
  else
    for (const [name, value] of Object.entries(dropped ?? {}))
      if (typeof value === 'number') of('all').dropped[name] = value
      else Object.assign(of(name).dropped, value)
  return Object.fromEntries(signals)
}

/** @throws Error if the report has no device id or no diagnostics that hold an account */
export function readReport(report: unknown): DeviceAccount {
  const { diagnostics, ...who } = checked(REPORT, report, 'report')
  const account = diagnostics.account ?? diagnostics
  const signals = account.signals
    ? Object.fromEntries(
        Object.entries(account.signals).map(([signal, tally]) => [
          signal,
          readColumns(tally).all ?? emptyTally(),
        ]),
      )
    : readColumns(account)
  if (Object.keys(signals).length === 0)
    throw new Error('diagnostics: no taken, delivered, pending, stored, dropped')
  const total = emptyTally()
  for (const tally of Object.values(signals)) addTally(total, tally)
  return { ...who, signals, total, missing: missingIn(total) }
}

const DEVICES_KEPT = 2000

/** The latest account of each device; whoever has not reported for the longest time is forgotten first. */
export function createAccounts() {
  const devices = new Map<string, DeviceAccount>()
  return {
    /** @param reports one report or an array of them */
    report(reports: unknown): void {
      const read = (Array.isArray(reports) ? reports.slice(0, DEVICES_KEPT) : [reports]).map(readReport)
      for (const account of read) {
        devices.delete(account.device)
        devices.set(account.device, account)
        if (devices.size > DEVICES_KEPT) devices.delete(devices.keys().next().value as string)
      }
    },
    list: (): DeviceAccount[] => [...devices.values()],
    clear: (): void => devices.clear(),
  }
}
