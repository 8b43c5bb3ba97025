import type { Context } from '../../context.ts'
import type { LogicalWatch } from '../../framework.ts'
import type { Undo } from '../../internal/guard.ts'
import { cleanUrl, type Place } from '../../internal/url.ts'
import type { Call, CallWatch, Outcome } from '../../platform.ts'
import type { Attributes } from '../../signal.ts'
import type { TracedCall } from './tracing.ts'

/** Where requests go to. */
export interface Origin extends Place {
  /** How their URLs begin. */
  start: string
  /** That of the last one that was measured. */
  last: Series
}

/** Requests that are counted together. */
export interface Series {
  method: string
  status: number
  page: string
  group: string
  key: string
  attributes(): Attributes
}

/** A request of the app's under way, seen by a framework's interceptor, by the platform's patch, or first by the one and then by the other. */
export interface Request extends CallWatch {
  call: Call
  /** Of its URL. */
  place: Origin
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
  /** @param counts whether it is one: default true */
  end(outcome: Outcome, counts?: boolean): void
}

/** What is done with any request. */
export interface Requests {
  /** Undefined for one of the kit's own. */
  start(call: Call): Request | undefined
  /** Its span begins, if it is to have one. */
  follow(request: Request, traceId?: string, spanId?: string): void
  headers(request: Request): CallWatch['header']
}

/** Finds the framework's request behind a call of the platform, so that the two count once. */
export interface Claims {
  /** The request that this call of the platform's belongs to; undefined for one of its own, a retry for instance. */
  claim(call: Call): Request | undefined
  /** Who put the trace headers there that the call carries. */
  giver(call: Call): Request | undefined
  undo: Undo
}

/** What frameworks began and has not ended; of more than these the oldest are no longer looked for. */
const WAITING = 100

/** Whether `url` is what became of `given`: a base before it, a query behind it. */
function leadsTo(given: string, url: string): boolean {
  const end = cleanUrl(given)
  return end.length > 1 && ('/' + cleanUrl(url)).slice(-end.length) === end
}

/** Observes the requests of a framework that tells of them. */
export function createClaims({ framework, guard, platform, traceId }: Context, requests: Requests): Claims {
  let waiting: Request[] = []
  /**
   * The patch sees what frameworks send, as a claim beyond doubt has shown: from then on a request without a call of
   * the platform's is none, and headers are left to the patch, which knows the final URL.
   */
  let sees = false

  function begin(call: Call): LogicalWatch | undefined {
    // no patch sees a socket, and in web pages it takes no headers
    const socket = call.api === 'connectSocket'
    const request = socket && platform.sameOrigin ? undefined : requests.start(call)
    if (!request) return undefined
    if (socket || !sees) {
      request.traceId = traceId()
      requests.follow(request, request.traceId)
    }
    if (!socket) {
      request.inside = true
      waiting = waiting.slice(1 - WAITING).concat(request)
    }
    return {
      header: requests.headers(request),
      sent: () => void (request.inside = false),
      end: guard.wrap('request', (outcome: Outcome) => {
        waiting = waiting.filter((each) => each !== request)
        if (!request.onWire) request.end(outcome, socket || !sees)
      }),
    }
  }

  const giver = ({ header }: Call): Request | undefined =>
    waiting.filter(({ traced }) => {
      const given = traced && traced.header
      return given && header && Object.keys(given).some((name) => header[name] === given[name])
    })[0]

  return {
    giver,
    claim(call) {
      const free = waiting.filter(({ onWire }) => !onWire)
      const from = giver(call)
      const sure =
        free.filter((each) => each === from || each.call.carrier === call.carrier)[0] ||
        (!from && free.filter(({ inside }) => inside).pop())
      if (sure) sees = true
      // equal ones go out in their order
      const alike = ({ call: { method, url } }: Request) => method === call.method && leadsTo(url, call.url)
      const found = sure || (!from && free.filter(alike)[0])
      if (found) found.onWire = true
      return found || undefined
    },
    undo: framework.observeRequests!((call) => guard.run('request', begin, call)),
  }
}
