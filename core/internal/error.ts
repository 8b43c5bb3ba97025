import { textOf } from './diag.ts'
import { stringify } from './own.ts'
import { MAX_TEXT, simple, tagOf } from './simple.ts'
import { cut, flat } from './utf8.ts'

/** An error in the form in which it is sent. */
export interface ReadError {
  /** First line. */
  message: string
  /** '' if there is none; behind it those of its causes. */
  stack: string
}

/** Enough to tell what an object was that somebody rejected with. */
const JSON_LENGTH = 500
const JSON_VALUES = 100
/** Frames are told apart by so much of them. */
const FRAME_LENGTH = 500

/** Of causes, and of events around errors. */
const MAX_DEPTH = 5

/**
 * What WeChat puts before a message, a line for each or all in one (docs/platforms/wechat.md#errors), and web pages
 * (docs/platforms/h5.md#uncaught). "Error: " is said of every error, a TypeError is worth its name.
 */
const HEADING =
  /^(?:Uncaught \(in promise\) |Uncaught (?=\w*Error\b)|(?:MiniProgramError|\w*ScriptError|SystemError \(\w*\)|\w*[Ee]rror(?=;))(?:[; ]|$)|sdk uncaught third Error|Error: )/
/** Where WeChat called what threw, as a heading and behind a message: docs/platforms/wechat.md#errors */
const PLACE = /^at .* function$/
const BEHIND = /;(?: ?\[Component\] Event|at [^;]* function).*/

type Thing = Record<string, unknown>

/**
 * Reads whatever a hook was given, a promise was rejected with, or the app has caught: texts of platforms
 * (docs/platforms/wechat.md#errors, Alipay's stack apart: docs/platforms/alipay.md#errors), objects such as
 * `{ errMsg: 'request:fail …' }` (docs/platforms/wechat.md#rejections), events, answers. Never throws, whatever getters
 * do.
 */
export function readError(error: unknown, given?: string): ReadError {
  try {
    return read(error, given, 0)
  } catch (_) {
    return { message: textOf(error), stack: '' }
  }
}

/** The same with a memory of the last one: in a storm they are alike, and reading costs most. */
export function createErrorReader(): typeof readError {
  let last: [words: unknown, stack: unknown] = [{}, '']
  let was: ReadError
  return (error, given) => {
    const now = likenessOf(error, given)
    if (now[0] !== last[0] || now[1] !== last[1]) was = readError(error, given)
    last = now
    return was
  }
}

/** By what texts and plain errors are equal; all else is equal to nothing. */
function likenessOf(error: unknown, given: unknown): [words: unknown, stack: unknown] {
  if (typeof error === 'string') return [error, given]
  try {
    const { cause, errors, message, stack } = error as Thing
    if (tagOf(error) === 'Error' && cause == null && !errors) return [message, stack]
  } catch (_) {
    // getters that throw, null
  }
  return [{}, '']
}

function read(error: unknown, given: unknown, depth: number): ReadError {
  const thing: Thing = Object(error)
  const tag = tagOf(error)
  const isEvent = /Event$/.test(tag)
  const { cause, errors } = thing
  let stack = stringIn(thing.stack || given)
  const told = stringIn(error) || wordsOf(thing, tag)
  const inner = (!told || isEvent) && depth < MAX_DEPTH && innerOf(thing)
  if (inner) return read(inner, given, depth + 1)

  const lines = (
    told ||
    (tag === 'Error' && String(thing)) ||
    (error === thing && stack) ||
    described(error, tag)
  )
    .trim()
    .split('\n')
  const [first] = lines
  let headed = false
  let line = ''
  while (!line && lines.length) {
    line = lines.shift()!.trim()
    for (let found; (found = HEADING.exec(line)); headed = true) line = line.slice(found[0].length).trim()
    if (headed && PLACE.test(line)) line = ''
  }
  if (!stack && told && lines.length) stack = [line, ...lines].join('\n')
  let message = line.replace(BEHIND, '') || first.trim() || 'unknown error'
  if (headed && line[0] === '{')
    try {
      message = read(JSON.parse(line), '', depth + 1).message
    } catch (_) {
      // cut, or none
    }
  if (Array.isArray(errors) && errors.length && depth < 2)
    message +=
      ': ' +
      errors
        .slice(0, MAX_DEPTH)
        .map((each) => read(each, '', depth + 1).message)
        .join('; ')
  if (cause != null && depth < MAX_DEPTH) {
    const by = read(cause, '', depth + 1)
    // JavaScriptCore's stacks don't begin with the message
    const words = by.stack.indexOf(by.message) < 0 ? by.message + '\n' + by.stack : by.stack
    stack = (stack && stack + '\n') + 'Caused by: ' + words.trim()
  }
  return { message: flat(message), stack }
}

/** What an object says in words. */
function wordsOf(thing: Thing, tag?: string): string {
  // its name says more
  if (tag === 'DOMException') return String(thing)
  return stringIn(thing.message) || stringIn(thing.errMsg) || stringIn(thing.errorMessage)
}

/** What an event, or a wrapping of the app's, is about. */
function innerOf({ detail, error, reason, target }: Thing): unknown {
  const about = Object(detail)
  if (reason && typeof reason === 'string') return reason
  return [reason, about.reason, error, Object(target).error, wordsOf(about) && about].filter(
    (inner) => Object(inner) === inner,
  )[0]
}

/** What has no words of its own. */
function described(thing: unknown, tag: string): string {
  if (/(Event|Response|Request|Element)$/.test(tag)) {
    const { detail, target, type } = thing as Thing
    const { href, responseURL, src, status, url } = Object(target || thing)
    const what = /Event$/.test(tag) && type
    const about = detail && described(detail, tagOf(detail))
    const all = [tag, what, target && tagOf(target), status, url || responseURL || src || href, about]
    return all.filter(Boolean).join(' ')
  }
  const plain = simple(thing, [], { left: JSON_VALUES })
  const told = typeof plain === 'object' ? stringify(plain) : plain
  return cut(told === undefined || told === '{}' ? String(thing) : String(told), JSON_LENGTH)
}

function stringIn(thing: unknown): string {
  return typeof thing === 'string' ? cut(thing, MAX_TEXT) : ''
}

/**
 * The innermost line of a stack, without what differs from one engine's notation to the other's:
 * https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Error/stack
 */
export function topFrame(stack: string): string {
  // a failed request has none
  if (stack.indexOf(':') < 0) return ''
  for (let from = 0, to = 0; to < stack.length; from = to + 1) {
    to = stack.indexOf('\n', from)
    if (to < 0) to = stack.length
    const line = stack.slice(from, to).trim()
    if (/:\d+:\d+\)?$/.test(line)) return flat(cut(line.replace(/^at\s+/, ''), FRAME_LENGTH))
  }
  return ''
}
