import { memberOf, put } from './own.ts'
import { cut } from './utf8.ts'

/** More than anybody reads; what is endless must not fill the memory. */
const MAX_VALUES = 500
const MAX_DEPTH = 5
/** Characters: more than is sent, so that it is known there that something is missing. */
export const MAX_TEXT = 10000

type Members = Record<string, unknown>

/** `Error`, `Map`, `CustomEvent` …, also where another realm made it. */
export function tagOf(thing: unknown): string {
  return {}.toString.call(thing).slice(8, -1)
}

/**
 * Anything in JSON's terms, with an end: texts, numbers, lists, and maps of own members. Undefined for what says
 * nothing, as in JSON. Throws what getters do.
 */
export function simple(given: unknown, around: unknown[] = [], room = { left: MAX_VALUES }): unknown {
  const type = typeof given
  if (room.left-- <= 0 || type === 'function' || type === 'symbol' || around.length > MAX_DEPTH)
    return undefined
  if (type === 'string' || type === 'bigint') return cut(String(given), MAX_TEXT)
  if (type !== 'object' || !given) return given
  if (around.indexOf(given) >= 0) return '[circular]'
  const within = around.concat([given])
  const each = (item: unknown) => simple(item, within, room)
  const thing = opened(given as Members)
  if (Array.isArray(thing)) return thing.map(each).filter((item) => item !== undefined)
  if (typeof thing !== 'object') return each(thing)
  const map: Members = {}
  for (const key of Object.keys(thing)) {
    const value = each(thing[key])
    if (value !== undefined && key) put(map, key, value)
  }
  return map
}

/** An object as a list, as a map, or as a text where it keeps elsewhere what it says. */
function opened(thing: Members): Members | unknown[] | string {
  const tag = tagOf(thing)
  if (Array.isArray(thing) || (ArrayBuffer.isView(thing) && tag !== 'DataView'))
    return [].slice.call(thing, 0, MAX_VALUES)
  if (/^(Map|Set|FormData|Headers|URLSearchParams)$/.test(tag)) {
    const items: unknown[] = []
    const map: Members = {}
    ;(thing as unknown as Map<string, unknown>).forEach((value, key) => {
      items.push(value)
      put(map, String(key), value)
    })
    return tag === 'Set' ? items.slice(0, MAX_VALUES) : map
  }
  // that of a request's error has its headers
  const toJSON = tag !== 'Error' && memberOf(thing, 'toJSON')
  const json = typeof toJSON === 'function' && toJSON.call(thing)
  if (json) return json
  const name = Object(thing.constructor || Object).name
  if (tag === 'Object' && (Object.keys(thing).length || name === 'Object')) return thing
  const text = String(thing)
  return text === '[object Object]' ? name : text
}
