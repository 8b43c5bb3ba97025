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

/**
 * Reads whatever a hook was given. WeChat hands over one string, `MiniProgramError\n<message>\n<stack>` or
 * `<type>;<message>\n<stack>`, and in some versions an object; Alipay gives the stack apart; promises are rejected with
 * plain objects such as `{ errMsg: 'request:fail …' }`. Never throws, whatever getters do.
 */
export function readError(error: unknown, stack?: string): ReadError {
  try {
    return read(error, stack)
  } catch (_) {
    return { message: textOf(error), stack: '' }
  }
}

function read(error: unknown, given?: string): ReadError {
  if (typeof error === 'string') return readText(error, given)
  if (!error || typeof error !== 'object') return { message: firstLine(String(error)), stack: text(given) }
  const thing = error as Record<string, unknown>
  const message = text(thing.message) || text(thing.errMsg) || text(thing.errorMessage) || text(thing.reason)
  const stack = text(thing.stack) || text(given)
  if (!message) return { message: firstLine(stack || describe(error)), stack }
  // an object that carries WeChat's string
  if (/^MiniProgramError\n/.test(message)) return readText(message, stack)
  return { message: firstLine(message), stack }
}

function readText(whole: string, given?: string): ReadError {
  // "Error: " is said of every error; a TypeError is worth its name
  const unwrapped = whole
    .replace(/^(?:MiniProgramError|thirdScriptError)\n/, '')
    .replace(/^[A-Za-z]*(?:Error|error);(?:at [^\n]*\n)?/, '')
    .replace(/^(?:Uncaught )?Error: |^Uncaught (?=\w+Error: )/, '')
  return {
    message: firstLine(unwrapped),
    stack: text(given) || (unwrapped.indexOf('\n') < 0 ? '' : unwrapped),
  }
}

function describe(thing: object): string {
  let left = JSON_VALUES
  // what is left out early costs nothing, however large the rest
  const json = JSON.stringify(thing, (_, value) => (left-- > 0 ? value : undefined))
  return json && json !== '{}' ? cut(json, JSON_LENGTH) : String(thing)
}

function text(thing: unknown): string {
  return typeof thing === 'string' ? thing : ''
}

function firstLine(whole: string): string {
  const line = whole.replace(/^\s+/, '').split('\n', 1)[0]
  return line.replace(/\s+$/, '') || 'unknown error'
}

/** The innermost line of a stack, without what differs from one engine's notation to the other's. */
export function topFrame(stack: string): string {
  const lines = stack.split('\n')
  for (const line of lines) {
    if (/:\d+:\d+\)?\s*$/.test(line)) return line.replace(/^\s*(at\s+)?/, '').replace(/\s+$/, '')
  }
  return ''
}
