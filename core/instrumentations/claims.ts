import { cleanUrl } from '../internal/url.ts'
import type { Call } from '../platform.ts'
import type { TracedCall } from './tracing.ts'

/** A request of the app's under way, seen by a framework's interceptor, by the platform's patch, or first by the one and then by the other. */
export interface Request {
  call: Call
  /** Where it started. */
  page: string
  traced?: TracedCall
  /** Wall clock of its start, where it is traced, and tick. */
  time: number
  tick: number
  /** The platform's call is known: that one counts. */
  onWire?: boolean
  /** The framework is making the platform's call right now. */
  inside?: boolean
  /** Of the trace that it was offered. */
  traceId?: string
  ended?: boolean
}

/** What frameworks began and has not ended; of more than these the oldest are no longer looked for. */
const WAITING = 100

/** Whether `url` is what became of `given`: a base before it, a query behind it. */
function leadsTo(given: string, url: string): boolean {
  const end = cleanUrl(given)
  return end.length > 1 && ('/' + cleanUrl(url)).slice(-end.length) === end
}

/** Finds the framework's request behind a call of the platform, so that the two count once. */
export function createClaims() {
  let waiting: Request[] = []

  /** Who put the trace headers there that the call carries. */
  const giver = ({ header }: Call): Request | undefined =>
    waiting.filter(({ traced }) => {
      const given = traced && traced.header
      return given && header && Object.keys(given).some((name) => header[name] === given[name])
    })[0]

  const claims = {
    /**
     * The patch sees what frameworks send, as a claim beyond doubt has shown: from then on a request without a call of
     * the platform's is none, and headers are left to the patch, which knows the final URL.
     */
    sees: false,
    giver,
    add(request: Request): void {
      waiting = waiting.slice(1 - WAITING).concat(request)
    },
    remove(request: Request): void {
      waiting = waiting.filter((each) => each !== request)
    },
    /** The request that this call of the platform's belongs to; undefined for one of its own, a retry for instance. */
    claim(call: Call): Request | undefined {
      if (!waiting.length) return undefined
      const free = waiting.filter(({ onWire }) => !onWire)
      const from = giver(call)
      const sure =
        free.filter((each) => each === from || each.call.carrier === call.carrier)[0] ||
        (!from && free.filter(({ inside }) => inside).pop())
      if (sure) claims.sees = true
      // equal ones go out in their order
      const alike = ({ call: { method, url } }: Request) => method === call.method && leadsTo(url, call.url)
      const found = sure || (!from && free.filter(alike)[0])
      if (found) found.onWire = true
      return found || undefined
    },
  }
  return claims
}
