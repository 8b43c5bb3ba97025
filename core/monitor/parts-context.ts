import type { Context } from '../context.ts'
import { hexId, type Random } from '../internal/id.ts'
import { runHook, warnOfPromise, type Hooks } from '../internal/hooks.ts'
import { createTally } from '../internal/tally.ts'
import { cleanUrl } from '../internal/url.ts'
import { count, lose, type Account } from '../outbox/account.ts'
import type { DropReason, SignalKind } from '../signal.ts'
import type { Parts, Settings } from './parts.ts'
import { createReporter } from './reporter.ts'

/** ms after which a request of the app that tells nothing is one no more: platforms wait for an answer for 60 s. */
const FORGOTTEN = 65000

type Sort = keyof Settings['sampling']

/** What the monitor's other rooms have for the parts. */
type Own = Pick<Context, 'traceId' | 'session' | 'consent' | 'emit' | 'emitLater' | 'catchUp' | 'touch'>

/** The monitor and the host, as the parts see them. */
export function createContext(parts: Parts, account: Account, own: Own): Context {
  const { framework, platform, settings } = parts
  const hooks: Hooks = { running: 0 }

  function page(): string {
    // not by the guard: each request asks
    try {
      const path: unknown = (framework.currentPage && framework.currentPage()) || platform.currentPage()
      if (typeof path === 'string') return path
    } catch (error) {
      parts.diag.error('page', error)
    }
    return ''
  }

  function clean(url: string): string {
    const hook = settings.redactUrl
    const cleaned: unknown = hook ? runHook(hooks, hook, cleanUrl(url)) : cleanUrl(url)
    warnOfPromise(parts.diag, 'redactUrl', cleaned)
    if (typeof cleaned !== 'string') throw new TypeError('redactUrl returned no text')
    return cleaned
  }

  function isSampled(sort: Sort): boolean {
    const share = settings.sampling[sort]
    return share >= 1 || !parts.shareOf || parts.shareOf(own.session(), sort) < share
  }

  function drop(kind: SignalKind, reason: DropReason, n = 1): void {
    count(account.taken, kind, n)
    lose(account, kind, reason, n)
  }

  const meter = parts.meter({
    clock: parts.clock,
    redact: (attributes) => parts.redact(attributes, clean),
    touch: own.touch,
    overflow: () => drop('metric', 'queue_full'),
  })
  return Object.assign({}, parts, own, {
    meter,
    appRequests: createTally(parts.clock, FORGOTTEN),
    unanswered: {},
    hooks,
    patched: {},
    page,
    cleanUrl: clean,
    report: createReporter(parts, { drop, emit: own.emit, emitLater: own.emitLater, hooks, page }),
    keep: (sort: Sort) => isSampled('session') && isSampled(sort),
    drop,
  })
}

/** New ids of traces, which begin alike in one run: the first 18 digits are whole groups of base64, as sw8 wants them. */
export function createTraceIds(random: Random): () => string {
  // so that these are encoded once; the other 14 are W3C's random part
  const run = hexId(random, 18)
  return () => run + hexId(random, 14)
}
