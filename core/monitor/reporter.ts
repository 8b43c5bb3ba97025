import type { Context, ErrorReport } from '../context.ts'
import { topFrame } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { matchesAny } from '../internal/match.ts'
import { merge } from '../internal/own.ts'
import { cut, flat } from '../internal/utf8.ts'
import { EXCEPTION_COUNT, EXCEPTION_STACKTRACE, EXCEPTION_TYPE, MINIPROGRAM_PAGE_PATH } from '../names.ts'
import type { Attributes, LogRecord, Signal } from '../signal.ts'
import type { Parts, Settings } from './parts.ts'

/** Two hooks have seen one error 307 ms apart: docs/platforms/wechat.md#twice */
const ONE_OCCURRENCE = 1000
const REMEMBERED = 20
/** So much of messages tells them apart. */
const COMPARED = 500

/** ms from the first of a burst; what is the same to the letter is only counted meanwhile. */
const BURST = 100

/** Errors that are one, or a burst of equal ones. */
interface Seen {
  message: string
  frame: string
  at: number
  /** Wall clock, ms. */
  time: number
  page: string
  ignored: boolean
  /** How often they occurred, and were seen by each door. */
  n: number
  times: { [door: string]: number }
  /** Occurrences that no log tells of yet. */
  more: number
}

interface Doors extends Pick<Context, 'drop' | 'emitLater' | 'hooks' | 'page'> {
  emit(signal: Signal): void
}

/**
 * Makes an error a log record as the contract has it, once, though several hooks see it: two doors within a second are
 * one occurrence, one door twice is two. The pipeline adds page, session and device. A burst is told of by its first,
 * and some seconds later by another with the number of the rest.
 */
export function createReporter(
  {
    clock,
    random,
    settings,
    trail,
  }: Pick<Parts, 'clock' | 'random' | 'trail'> & { settings: Pick<Settings, 'ignoreErrors'> },
  { drop, emit, emitLater, hooks, page: pageInFront }: Doors,
): (report: ErrorReport) => void {
  let recent: Seen[] = []
  /** What each door saw of the last one; of all would be too much to keep. */
  let likes: { [door: string]: ErrorReport } = {}

  /** One more, by this door. */
  function again(seen: Seen, report: ErrorReport): void {
    const { door } = report
    const times = (seen.times[door] || 0) + 1
    seen.times[door] = times
    if (seen === recent[recent.length - 1]) likes[door] = report
    if (times <= seen.n) return
    seen.n = times
    if (seen.ignored) return drop('log', 'ignored')
    if (!seen.more++) emitLater(() => restOf(seen, report, random, drop))
  }

  return (report) => {
    const at = clock.tick()
    const last = recent[recent.length - 1]
    const { door } = report
    if (last && at - last.at < BURST && at >= last.at && isLike(likes[door], report))
      return again(last, report)
    // hooks differ in whether they name the class: docs/platforms/h5.md#uncaught, docs/platforms/wechat.md#errors
    const message = flat(cut(report.message.replace(/^(?:Uncaught )?(?:\w*Error: )?/, ''), COMPARED))
    const frame = topFrame(report.stack || '')
    recent = recent.filter((each) => Math.abs(at - each.at) < ONE_OCCURRENCE).slice(-REMEMBERED)
    const found = recent.filter(isOf(message, frame, door))[0]
    if (found) return again(found, report)
    const ignored = matchesAny(settings.ignoreErrors, report.message)
    const time = clock.now()
    const page = pageInFront()
    recent.push({ message, frame, at, time, page, ignored, n: 1, times: { [door]: 1 }, more: 0 })
    likes = { [door]: report }
    if (ignored) drop('log', 'ignored')
    else {
      const log = logOf(report, time, random)
      // what is done in a hook of the user's is dropped
      if (trail && !hooks.running) log.crumbs = trail.cross(report.message, report.type)
      emit(log)
    }
  }
}

/** Equal to what its door saw last, to the letter. */
function isLike(last: ErrorReport | undefined, report: ErrorReport): boolean {
  return (
    !!last &&
    last.message === report.message &&
    last.stack === report.stack &&
    last.type === report.type &&
    last.page === report.page &&
    !report.span &&
    !Object.keys(report.attributes || {}).length
  )
}

/** An occurrence of the same error that this door has not told of yet. */
function isOf(message: string, frame: string, door: string): (seen: Seen) => boolean {
  return (seen) =>
    (seen.times[door] || 0) < seen.n &&
    seen.message === message &&
    (!seen.frame || !frame || seen.frame === frame)
}

function logOf(report: ErrorReport, time: number, random: Parts['random']): LogRecord {
  const { type, message, stack, page, span, door } = report
  const attributes: Attributes = { [EXCEPTION_TYPE]: type }
  if (stack) attributes[EXCEPTION_STACKTRACE] = stack
  if (page) attributes[MINIPROGRAM_PAGE_PATH] = page
  const log: LogRecord = {
    kind: 'log',
    time,
    uid: hexId(random, 32),
    severity: 17,
    severityText: 'ERROR',
    body: message,
    attributes: merge(attributes, report.attributes || {}),
    door,
  }
  if (span) {
    log.traceId = span.traceId
    log.spanId = span.spanId
  }
  return log
}

/** The others of a burst. */
function restOf(seen: Seen, report: ErrorReport, random: Parts['random'], drop: Context['drop']): LogRecord {
  const { more, page, time } = seen
  const log = logOf(report, time, random)
  if (page && !report.page) log.attributes[MINIPROGRAM_PAGE_PATH] = page
  if (more > 1) {
    log.repeats = more
    log.attributes[EXCEPTION_COUNT] = String(more)
    // as summaries are, it is one more than there were
    drop('log', 'deduplicated', more)
  }
  seen.more = 0
  return log
}
