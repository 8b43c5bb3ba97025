import type { NetRequest, Reply } from '../../hosts/index.ts'
import type { Arrival } from './collector.ts'
import type { CollectorMode } from './history.ts'

/** What a hotel's network answers. */
const LOGIN = '<!DOCTYPE html><html><body>Please log in</body></html>'
/** How long an answer takes unless it is about time, ms. */
const AFTER = 40

type Answer = (arrivals: Arrival[], request: NetRequest) => Reply
type Written = Exclude<Reply, 'hang'>

/** What a collector in each kind of trouble does with a request. `unheard`: it took what the kit can't know of. */
export function createAnswers(
  kitTimeout: number,
  take: (arrivals: Arrival[]) => void,
  unheard: () => void,
): Record<CollectorMode, Answer> {
  let barred: string | undefined
  const accept: Answer = (arrivals) => {
    take(arrivals)
    return { status: 200, after: AFTER }
  }
  const always = (reply: Written) => () => ({ after: AFTER, ...reply })
  const unless = (wrong: (arrivals: Arrival[], request: NetRequest) => boolean, status: number): Answer => {
    return (arrivals, request) =>
      wrong(arrivals, request) ? { status, after: AFTER } : accept(arrivals, request)
  }
  const poison = (status: number) =>
    unless((arrivals) => arrivals.some(({ tag }) => tag.includes('poison')), status)
  const busy = (wait: string) => always({ status: 429, headers: { 'Retry-After': wait } })
  const secretly = (reply: Written) => (arrivals: Arrival[]) => {
    take(arrivals)
    unheard()
    return reply
  }

  return {
    ok: accept,
    '400': always({ status: 400 }),
    '401': unless((_, { headers }) => {
      // who renews the token is let in with the next one
      barred ??= headers.Authorization
      return headers.Authorization === barred
    }, 401),
    '403': always({ status: 403 }),
    login: always({ status: 200, headers: { 'Content-Type': 'text/html' }, body: LOGIN }),
    '413': unless((arrivals) => arrivals.length > 3, 413),
    '429': busy('2'),
    'retry-now': busy('0'),
    'retry-past': busy('Thu, 01 Jan 2015 00:00:00 GMT'),
    'retry-far': busy('999999999'),
    '503': always({ status: 503 }),
    '500': always({ status: 500 }),
    'poison-400': poison(400),
    'poison-403': poison(403),
    'poison-500': poison(500),
    hang: () => 'hang',
    reset: always({ fail: 'reset' }),
    lost: secretly({ fail: 'reset', after: AFTER }),
    slow: secretly({ status: 200, after: kitTimeout + 500 }),
    slower: secretly({ status: 200, after: kitTimeout * 4 }),
    partial(arrivals, request) {
      const { url } = request
      if (url.includes('/v3/') || arrivals.length < 2) return accept(arrivals, request)
      take(arrivals.slice(0, -1))
      const field = url.endsWith('/v1/metrics') ? 'rejectedDataPoints' : 'rejectedLogRecords'
      const body = JSON.stringify({ partialSuccess: { [field]: '1', errorMessage: 'one was bad' } })
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body, after: AFTER }
    },
    'unknown-host': always({ fail: 'dns' }),
  }
}
