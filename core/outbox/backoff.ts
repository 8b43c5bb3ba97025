import type { Random } from '../internal/id.ts'

const BASE = 1000
const CAP = 300000
/** No such host, or one that is not on the app's allow-list: a person has to act. */
const UNREACHABLE = 60000

/** ms to wait after so many failures in a row: exponential, full jitter, capped; what the receiver asked for wins. */
export function backoff(failures: number, random: Random, asked?: number, unreachable?: boolean): number {
  // never under a tenth, so that unlucky draws are no busy loop; nobody is believed who asks for days
  if (asked !== undefined) return Math.min(Math.max(asked, 100), 3600000)
  const ceiling = Math.min(CAP, BASE * Math.pow(2, Math.min(failures - 1, 20)))
  return Math.max(unreachable ? UNREACHABLE : BASE / 10, Math.floor(random() * ceiling))
}
