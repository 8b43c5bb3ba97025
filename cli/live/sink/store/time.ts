/** Time by arrival, since the clocks of devices are not to be trusted: numbered bins of five seconds. */
export const STEP = 5000
/** Ten minutes. */
export const BIN_COUNT = 120

export function binAt(time: number): number {
  return Math.floor(time / STEP)
}

/** Numbers of the bins of the last ten minutes, the present one last. */
export function lastBins(now: number): number[] {
  const oldest = binAt(now) - BIN_COUNT + 1
  return Array.from({ length: BIN_COUNT }, (_, at) => oldest + at)
}

/** What a user may choose to look at, ms; all that is kept if none is chosen. */
export const RANGES = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 } as const
export type Range = keyof typeof RANGES

/** Of the range of this name, ms; undefined for all that is kept, and for what is no range. */
export function lengthOf(range: string | undefined): number | undefined {
  return range !== undefined && Object.hasOwn(RANGES, range) ? RANGES[range as Range] : undefined
}
