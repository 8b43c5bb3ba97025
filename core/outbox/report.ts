import type { Clock } from '../internal/clock.ts'
import { stringify } from '../internal/own.ts'
import { weigh, type Signal, type SignalKind } from '../signal.ts'
import { count, lossesOf, none, type Account } from './account.ts'
import type { Lane } from './lane.ts'
import { SAVED, UNSAVED, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'

/** The losses are told of at most once in so many ms. */
const REPORT_PACE = 60000

/** The losses, for a run that has no time to tell of them: a shard like any other, for the next run to send. */
export interface Report {
  /** What no metric has told of yet; none of the parcels. `fresh`: brought up to date. */
  parcel(fresh?: boolean): Parcel
  /** It becomes one of the parcels, if the last one did a while ago; at the end, what storage has of it. */
  tell(leaving?: boolean): void
  erase(): void
}

/** `review`: what the user's hook makes of it; undefined: it is not to be told. */
export function createReport(
  clock: Clock,
  account: Account,
  { all, end }: Parcels,
  begin: (kind: SignalKind) => Parcel,
  laneOf: (signal: Signal) => Lane | undefined,
  review: (signal: Signal) => Signal | undefined,
): Report {
  let report: Parcel
  let reported: string
  let since: number

  function start(): void {
    account.unreported = none()
    reported = '{}'
    since = clock.now()
    report = begin('metric')
    report.saved = SAVED
  }

  function refresh(): void {
    const losses = stringify(account.unreported)
    if (losses === reported) return
    reported = losses
    // no two points of a series have one time, though the last report was this very moment
    const at = clock.now() + +(clock.now() === since)
    // the run that sends it asks nobody any more
    const metric = review(lossesOf(account.unreported, since, at))
    const lane = metric && laneOf(metric)
    if (!metric || !lane) return
    Object.assign(report, { signals: [metric], lane, weight: weigh(metric), at, saved: UNSAVED })
  }

  /** It goes the way of all parcels; another one begins. */
  function handOver(): void {
    all.push(report)
    count(account.taken, report.kind, report.weight)
    start()
  }

  start()
  return {
    parcel(fresh) {
      if (fresh) refresh()
      return report
    },
    tell(leaving) {
      refresh()
      const may = leaving ? report.saved === SAVED : Math.abs(clock.now() - since) >= REPORT_PACE
      if (report.weight && may) handOver()
    },
    erase() {
      end(report)
      start()
    },
  }
}
