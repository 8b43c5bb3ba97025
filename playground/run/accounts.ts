import { readReport, type DeviceReport, type Sink } from '../../cli/live/sink/index.ts'
import type { Fleet } from './fleet.ts'
import { counted } from './words.ts'

/** ms */
const PACE = 1000

export interface Accounts {
  /** A line with the account of all devices. */
  line(): string
  stop(): void
}

/** Shows on the page where the signals of each device went. */
export function reportAccounts(fleet: Fleet, sink: Sink, service: string): Accounts {
  const reports = (): DeviceReport[] =>
    fleet.visitors
      .map(({ name, app, visitor }) => ({
        ...{ device: name, service, framework: app.name },
        platform: visitor.device.spec.name,
        diagnostics: visitor.account(),
      }))
      // nothing has happened there yet
      .filter(({ diagnostics }) => Object.keys(diagnostics.taken).length)
  const timer = setInterval(() => sink.report(reports()), PACE)
  return {
    line() {
      const totals = { taken: 0, delivered: 0, dropped: 0, pending: 0, stored: 0, missing: 0 }
      for (const { total, missing } of reports().map(readReport)) {
        for (const column of ['taken', 'delivered', 'pending', 'stored'] as const)
          totals[column] += total[column]
        totals.dropped += Object.values(total.dropped).reduce((a, b) => a + b, 0)
        totals.missing += missing
      }
      const { taken, delivered, dropped, pending, stored, missing } = totals
      const sides = `${taken} taken in = ${delivered} delivered + ${dropped} dropped and counted + ${pending} pending + ${stored} stored`
      return missing ? `✖ ${sides}; ${missing} missing` : `✔ ${sides}`
    },
    stop: () => clearInterval(timer),
  }
}

/**
 * What the kits could not deliver until the end; undefined if nothing is left. Apps of frameworks keep their account to
 * themselves.
 */
export function leftBehind({ visitors }: Pick<Fleet, 'visitors'>): string | undefined {
  const left = { pending: 0, stored: 0 }
  for (const { visitor } of visitors) {
    const account = visitor.account()
    for (const where of ['pending', 'stored'] as const)
      left[where] += Object.values(account[where]).reduce((sum, each) => sum + each, 0)
  }
  const all = left.pending + left.stored
  if (!all) return undefined
  return `${counted(all, 'signal')} not delivered: ${left.stored} in the devices’ storage, for their next start, ${left.pending} in memory`
}
