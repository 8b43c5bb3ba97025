import { textOf } from './diag.ts'
import { cut } from './utf8.ts'

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

/** What WeChat and web pages put before a message; "Error: " is said of every error, a TypeError is worth its name. */
const WRAPPINGS = [
  /^(?:MiniProgramError|thirdScriptError)\n/,
  /^[A-Za-z]*(?:Error|error);(?:at [^\n]*\n)?/,
  /^(?:Uncaught )?Error: |^Uncaught (?=\w+Error: )/,
]

/**
 * Reads whatever a hook was given. WeChat hands over one string, `MiniProgramError\n<message>\n<stack>` or
 * `<type>;<message>\n<stack>`, and in some versions an object; Alipay gives the stack apart; promises are rejected with
 * plain objects such as `{ errMsg: 'request:fail …' }`. Never throws, whatever getters do.
 */
export function readError(error: unknown, given?: string): ReadError {
  try {
    const thing = Object(error) as Record<string, unknown>
    let stack = text(thing.stack) || text(given)
    let message = text(error)
    if (!message && typeof error === 'object')
      message = text(thing.message || thing.errMsg || thing.errorMessage || thing.reason) || stack
    // WeChat's one string, also where an object carries it
    if (message && (typeof error === 'string' || /^MiniProgramError\n/.test(message))) {
      message = WRAPPINGS.reduce((rest, wrapping) => rest.replace(wrapping, ''), message)
      if (message.indexOf('\n') >= 0) stack = stack || message
    }
    return { message: firstLine(message || describe(error)), stack }
  } catch (_) {
    return { message: textOf(error), stack: '' }
  }
}

function describe(thing: unknown): string {
  let left = JSON_VALUES
  // what is left out early costs nothing, however large the rest
  const json =
    typeof thing === 'object' && JSON.stringify(thing, (_, value) => (left-- > 0 ? value : undefined))
  return json && json !== '{}' && json !== 'null' ? cut(json, JSON_LENGTH) : String(thing)
}

function text(thing: unknown): string {
  return typeof thing === 'string' ? thing : ''
}

const firstLine = (whole: string): string => whole.trim().split('\n')[0].trim() || 'unknown error'

/** The innermost line of a stack, without what differs from one engine's notation to the other's. */
export function topFrame(stack: string): string {
  const line = stack.split('\n').filter((line) => /:\d+:\d+\)?\s*$/.test(line))[0] || ''
  return line.replace(/^\s*(at\s+)?|\s+$/g, '')
}
