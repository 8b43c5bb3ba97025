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

function hasMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
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
    into.dropped[reason] = (into.dropped[reason] ?? 0) + number
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

/**
 * Columns first (`{ taken: { log: 3 }, dropped: { log: { queue: 1 } } }`, or plain numbers) or signals first
 * (`{ signals: { log: { taken: 3, dropped: { queue: 1 } } } }`): both orders are read.
 */
function readColumns(source: Record<string, unknown>): { [signal: string]: Tally } {
  const signals: { [signal: string]: Tally } = {}
  const of = (signal: string): Tally => (signals[signal] ??= emptyTally())
  for (const column of COLUMNS) {
    const value = source[column]
    if (hasMembers(value))
      for (const [signal, number] of Object.entries(value)) of(signal)[column] += count(number)
    else if (value !== undefined) of('all')[column] += count(value)
  }
  const { dropped } = source
  if (typeof dropped === 'number') of('all').dropped.other = dropped
  if (hasMembers(dropped))
    for (const [name, value] of Object.entries(dropped)) {
      if (hasMembers(value))
        for (const [reason, n] of Object.entries(value)) of(name).dropped[reason] = count(n)
      else of('all').dropped[name] = count(value)
    }
  return signals
}

/** @throws Error if the report has no device id or no diagnostics that hold an account */
export function readReport(report: unknown): DeviceAccount {
  if (!hasMembers(report) || typeof report.device !== 'string') throw new Error('device: string expected')
  if (!hasMembers(report.diagnostics)) throw new Error('diagnostics: object expected')
  const { diagnostics } = report
  const account = hasMembers(diagnostics.account) ? diagnostics.account : diagnostics
  const signals: { [signal: string]: Tally } = {}
  if (hasMembers(account.signals))
    for (const [signal, tally] of Object.entries(account.signals))
      signals[signal] = readColumns(tally as Record<string, unknown>).all ?? emptyTally()
  else Object.assign(signals, readColumns(account))
  if (Object.keys(signals).length === 0)
    throw new Error('diagnostics: no taken, delivered, pending, stored, dropped')
  const total = emptyTally()
  for (const tally of Object.values(signals)) addTally(total, tally)
  const { device, service, platform, framework } = report as unknown as DeviceReport
  return { device, service, platform, framework, signals, total, missing: missingIn(total) }
}

/** The latest account of each device. */
export function createAccounts() {
  const devices = new Map<string, DeviceAccount>()
  return {
    /** @param reports one report or an array of them */
    report(reports: unknown): void {
      const read = (Array.isArray(reports) ? reports : [reports]).map(readReport)
      for (const account of read) devices.set(account.device, account)
    },
    list: (): DeviceAccount[] => [...devices.values()],
    clear: (): void => devices.clear(),
  }
}
