import type { Context } from '../../context.ts'
import type { LogicalWatch } from '../../framework.ts'
import type { Undo } from '../../internal/guard.ts'
import { cleanUrl } from '../../internal/url.ts'
import type { Call, Outcome } from '../../platform.ts'
import type { AppRequest } from './app-request.ts'
import { headersOf } from './headers.ts'
import type { Requests } from './requests.ts'

/** Finds the framework's request behind a call of the platform, so that the two count once. */
export interface Claims {
  /** The request that this call of the platform's belongs to; undefined for one of its own, a retry for instance. */
  claim(call: Call): AppRequest | undefined
  /** Who put the trace headers there that the call carries. */
  giver(call: Call): AppRequest | undefined
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
  let waiting: AppRequest[] = []
  /**
   * The patch sees what frameworks send (docs/platforms/taro.md#late, docs/platforms/uni-app.md#proxy), as a claim
   * beyond doubt has shown: from then on a request without a call of the platform's is none, and headers are left to
   * the patch, which knows the final URL.
   */
  let sees = false

  function begin(call: Call): LogicalWatch | undefined {
    // no patch sees a socket, and in web pages it takes no headers:
    // https://websockets.spec.whatwg.org/#the-websocket-interface
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
      header: headersOf(request),
      sent: () => void (request.inside = false),
      end: guard.wrap('request', (outcome: Outcome) => {
        waiting = waiting.filter((each) => each !== request)
        if (!request.onWire) request.end(outcome, socket || !sees)
      }),
    }
  }

  const giver = ({ header }: Call): AppRequest | undefined =>
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
      const alike = ({ call: { method, url } }: AppRequest) =>
        method === call.method && leadsTo(url, call.url)
      const found = sure || (!from && free.filter(alike)[0])
      if (found) found.onWire = true
      return found || undefined
    },
    undo: framework.observeRequests!((call) => guard.run('request', begin, call)),
  }
}
