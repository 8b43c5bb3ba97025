import { textOf } from '../../internal/diag.ts'
import type { Any } from '../../internal/guard.ts'
import type { Outcome } from '../../platform.ts'

/**
 * The platform's own words for a failure: `errMsg` nearly everywhere, `errorMessage` or a bare number on Alipay:
 * docs/platforms/alipay.md#failures
 */
export function reasonOf(res: Any): string {
  return textOf((res && (res.errMsg || res.errorMessage || (res.error && 'error ' + res.error))) || res)
}

/** Whether it is a platform's result, and no task. */
export function hasStatus(res: Any): boolean {
  return !!res && (res.statusCode || res.status) > 0
}

/** All that platforms say of an abort by the app; there is more to a broken connection: docs/platforms/mini.md#aborts */
const ABORT = /^(\w+:fail[ :]*)?abort(ed)?$/i

/**
 * Of a platform's result, a Response or an XMLHttpRequest; of an error or the name of an event.
 * @param aborted whether the app did that; default: what the platform says, whose task is the app's alone
 */
export function outcomeOf(res: Any, failed: boolean, aborted?: boolean): Outcome {
  const status = +(res && (res.statusCode || res.status)) || 0
  // no failures: Alipay calls success of a download without any status (docs/platforms/alipay.md#downloads), browsers
  // hide that of opaque answers (docs/platforms/h5.md#opaque)
  if (!failed) return { status: status || 200 }
  const error = reasonOf(res)
  if (aborted === undefined) aborted = ABORT.test(error)
  return { status, error, aborted: !status && (aborted || Object(res).name === 'AbortError') }
}
