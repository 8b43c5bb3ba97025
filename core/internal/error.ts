import { textOf } from './diag.ts'
import { stringify } from './own.ts'
import { cut, flat } from './utf8.ts'

/** An error in the form in which it is sent. */
export interface ReadError {
  /** First line. */
  message: string
  /** '' if there is none. */
  stack: string
}

/** Enough to tell what an object was that somebody rejected with. */
const JSON_LENGTH = 500
const JSON_VALUES = 100
/** Frames are told apart by so much of them. */
const FRAME_LENGTH = 500

/** What WeChat puts before a message: docs/platforms/wechat.md#errors */
const WRAPPING = /^(?:(?:MiniProgramError|thirdScriptError)\n|[A-Za-z]*[Ee]rror;(?:at .*\n)?)/

/**
 * What web pages put there (docs/platforms/h5.md#uncaught); "Error: " is said of every error, a TypeError is worth its
 * name.
 */
const PREFIX = /^(?:Uncaught )?Error: |^Uncaught (?=\w+Error: )/

/**
 * Reads whatever a hook was given. WeChat hands over one string, `MiniProgramError\n<message>\n<stack>` or
 * `<type>;<message>\n<stack>`, and in some versions an object (docs/platforms/wechat.md#errors); Alipay gives the stack
 * apart (docs/platforms/alipay.md#errors); promises are rejected with plain objects such as
 * `{ errMsg: 'request:fail …' }` (docs/platforms/wechat.md#rejections). Never throws, whatever getters do.
 */
export function readError(error: unknown, given?: string): ReadError {
  try {
    const thing = Object(error) as Record<string, unknown>
    const { errMsg, errorMessage, reason } = thing
    let stack = stringIn(thing.stack || given)
    const told = stringIn(error) || stringIn(thing.message || errMsg || errorMessage || reason)
    const message = (told || (error === thing && stack) || describe(error))
      .replace(WRAPPING, '')
      .replace(PREFIX, '')
    // WeChat's one string: docs/platforms/wechat.md#errors
    if (!stack && told.indexOf('\n') >= 0) stack = message
    return { message: flat((/\S(?:.*\S)?/.exec(message) || ['unknown error'])[0]), stack }
  } catch (_) {
    return { message: textOf(error), stack: '' }
  }
}

function describe(thing: unknown): string {
  let left = JSON_VALUES
  // what is left out early costs nothing, however large the rest
  const json = typeof thing === 'object' && stringify(thing, (_, value) => (left-- > 0 ? value : undefined))
  return json && json !== '{}' && json !== 'null' ? cut(json, JSON_LENGTH) : String(thing)
}

function stringIn(thing: unknown): string {
  return typeof thing === 'string' ? thing : ''
}

/**
 * The innermost line of a stack, without what differs from one engine's notation to the other's:
 * https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Error/stack
 */
export function topFrame(stack: string): string {
  const found = /^\s*(?:at\s+)?(.*:\d+:\d+\)?)\s*$/m.exec(stack)
  return found ? flat(cut(found[1], FRAME_LENGTH)) : ''
}
