import type { Context, ErrorReport } from '../context.ts'
import { topFrame } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { matchesAny } from '../internal/match.ts'
import { merge } from '../internal/own.ts'
import { cut, flat } from '../internal/utf8.ts'
import { EXCEPTION_STACKTRACE, EXCEPTION_TYPE, MINIPROGRAM_PAGE_PATH } from '../names.ts'
import type { Attributes, LogRecord, Signal } from '../signal.ts'
import type { Parts, Settings } from './parts.ts'

/** Two hooks have seen one error 307 ms apart: docs/platforms/wechat.md#twice */
const ONE_OCCURRENCE = 1000
const REMEMBERED = 20
/** So much of messages tells them apart. */
const COMPARED = 500

interface Seen {
  message: string
  frame: string
  /** Between line breaks. */
  doors: string
  at: number
}

/**
 * Makes an error a log record as the contract has it, once, though several hooks see it: two doors within a second are
 * one occurrence, one door twice is two. The pipeline adds page, session and device.
 */
export function createReporter(
  { clock, random, settings }: Pick<Parts, 'clock' | 'random'> & { settings: Pick<Settings, 'ignoreErrors'> },
  emit: (signal: Signal) => void,
  drop: Context['drop'],
): (report: ErrorReport) => void {
  let recent: Seen[] = []

  function seen(report: ErrorReport): boolean {
    const at = clock.tick()
    // hooks differ in whether they name the class: docs/platforms/h5.md#uncaught, docs/platforms/wechat.md#errors
    const message = flat(cut(report.message.replace(/^(?:Uncaught )?(?:\w*Error: )?/, ''), COMPARED))
    const frame = topFrame(report.stack || '')
    recent = recent.filter((r) => Math.abs(at - r.at) < ONE_OCCURRENCE).slice(-REMEMBERED)
    const door = '\n' + report.door + '\n'
    const found = recent.filter(
      (r) => r.doors.indexOf(door) < 0 && r.message === message && (!r.frame || !frame || r.frame === frame),
    )[0]
    if (found) found.doors += door
    else recent.push({ message, frame, doors: door, at })
    return !!found
  }

  return (report) => {
    if (seen(report)) return
    if (matchesAny(settings.ignoreErrors, report.message)) return drop('log', 'ignored')
    const { type, message, stack, page, span, door } = report
    const attributes: Attributes = { [EXCEPTION_TYPE]: type }
    if (stack) attributes[EXCEPTION_STACKTRACE] = stack
    if (page) attributes[MINIPROGRAM_PAGE_PATH] = page
    const log: LogRecord = {
      kind: 'log',
      time: clock.now(),
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
    emit(log)
  }
}
