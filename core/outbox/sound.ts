import type { Any } from '../internal/guard.ts'
import { has } from '../internal/own.ts'
import type { SignalKind } from '../signal.ts'

/** Members of each kind and their types; a capital: it may be missing. */
const SHAPES: { [kind: string]: string } = {
  log: 't:time T:observed s:uid n:severity S:severityText V:body a:attributes S:traceId S:spanId N:flags S:eventName',
  metric: 's:type s:name S:unit S:description N:temporality l:points',
  span:
    's:traceId s:spanId S:parentSpanId s:name n:spanKind t:start t:end a:attributes N:status S:statusMessage S:peer ' +
    'S:page L:events L:links S:traceState N:flags',
  segment: 'o:segment',
}
const POINT = 'a:attributes t:time T:start N:sum N:min N:max L:bounds L:counts'
const SEGMENT = 's:traceId s:traceSegmentId s:service l:spans'

const TYPES: { [letter: string]: (value: Any) => boolean } = {
  s: isText,
  n: isNumber,
  t: (value) => isNumber(value) || (isText(value) && /^\d+$/.test(value)),
  v: isValue,
  a: isAttributes,
  l: Array.isArray,
  o: isObject,
}

/** `Tagged` in signal.ts. */
const TAGS: { [tag: string]: (value: Any) => boolean } = {
  int: (value) => /^-?\d+$/.test(value),
  double: (value) => isText(value) || isNumber(value),
  bytes: isText,
  map: isAttributes,
}

/**
 * Whether what storage gave is a signal as the kit writes them: whoever runs on the origin may have put it there, or a disk
 * that is broken. What only the encoders look at is theirs to refuse.
 */
export function isSound(signal: Any, kind: SignalKind): boolean {
  if (!isObject(signal) || signal.kind !== kind || !hasShape(signal, SHAPES[kind])) return false
  const { points, segment } = signal
  if (kind === 'metric') return points.length > 0 && points.every((each: Any) => hasShape(each, POINT))
  return kind !== 'segment' || hasShape(segment, SEGMENT)
}

export function isAttributes(value: Any): boolean {
  return isObject(value) && Object.keys(value).every((name) => isValue(value[name]))
}

function isValue(value: Any): boolean {
  if (Array.isArray(value)) return value.every(isValue)
  if (!isObject(value)) return isText(value) || isNumber(value) || typeof value === 'boolean'
  const [tag, ...more] = Object.keys(value)
  return !more.length && has(TAGS, tag) && TAGS[tag](value[tag])
}

function hasShape(thing: Any, shape: string): boolean {
  return (
    isObject(thing) &&
    shape.split(' ').every((member) => {
      const [letter, name] = member.split(':')
      const type = letter.toLowerCase()
      return has(thing, name) ? TYPES[type](thing[name]) : type !== letter
    })
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}

function isObject(value: unknown): boolean {
  return !!value && typeof value === 'object' && !Array.isArray(value)
}
