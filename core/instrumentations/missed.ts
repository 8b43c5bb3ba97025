import type { Context } from '../context.ts'
import { MISSED } from '../internal/missed.ts'

/** How platforms begin to tell of a request that got no answer: docs/platforms/mini.md#copies */
const NO_ANSWER = /^(request|uploadFile|downloadFile):fail/

/**
 * Finds requests that pass the kit by, since a closure keeps the platform's function from before our patch: more of them
 * are told to have failed than were seen to.
 */
export function createMissed({ diag, unanswered }: Context): (reason: unknown) => void {
  let told = 0
  let last: unknown
  return (reason) => {
    // one that several promises are rejected with is one
    if (unanswered.seen === undefined || reason === last) return
    last = reason
    if (saysNoAnswer(reason) && ++told > unanswered.seen) diag.warn(MISSED)
  }
}

function saysNoAnswer(reason: unknown): boolean {
  try {
    return NO_ANSWER.test(Object(reason).errMsg)
  } catch (_) {
    return false
  }
}
