import { nameOf, shortened, shownOf } from '../text.ts'
import type { Attributes, ReceivedLog, Value } from '../types.ts'

/** One log of an error as it is kept: shortened, since it is kept for long. What it doesn't tell is ''. */
export interface Occurrence {
  /** Among all of its sender. */
  number: number
  /** Arrival, ms since the epoch. */
  arrived: number
  /** By the device's clock; that of its arrival where it told none. */
  time: number
  /** How many it stands for: more than one is a summary of those that were merged into it. */
  times: number
  message: string
  version: string
  device: string
  system: string
  page: string
  session: string
  user: string
  traceId: string
  stack: string
  componentStack: string
  /** As it came; JSON, if it is what the kit sends. */
  breadcrumbs: string
  /** All else. */
  attributes: { [key: string]: string }
}

export const MESSAGE_LENGTH = 2000
const STACK_LENGTH = 8000
const COMPONENT_STACK_LENGTH = 4000
/** The kit's are 4 KB at most. */
const BREADCRUMBS_LENGTH = 5000
const ATTRIBUTE_LENGTH = 300
const KEY_LENGTH = 100
const ATTRIBUTE_LIMIT = 40
/** Of one summary. */
const COUNT_LIMIT = 1e6

/** Shown in places of their own. */
const SHOWN = new Set([
  'exception.type',
  'exception.message',
  'exception.stacktrace',
  'exception.component_stack',
  'exception.count',
  'miniprogram.breadcrumbs',
  'log.record.uid',
])

/** What is told of a resource; the rest of it is alike in all that a sender sends. */
const OF_RESOURCE = [
  ...['service.name', 'service.version', 'miniprogram.platform', 'miniprogram.framework'],
  ...['device.manufacturer', 'device.model.name', 'device.model.identifier', 'os.name', 'os.version'],
  ...['session.id', 'user.id'],
]

/** The conventions' place for what stays the same is the resource; the kit has it on its logs. */
function told({ attributes, resource }: ReceivedLog, ...keys: string[]): string {
  for (const key of keys) {
    const value = nameOf(attributes[key]) || nameOf(resource[key])
    if (value) return value
  }
  return ''
}

/** The error's own message, where a log has another text as its body. */
export function messageOf({ attributes, body }: ReceivedLog): string {
  return shownOf(attributes['exception.message'] || body, MESSAGE_LENGTH)
}

export function statusOf({ attributes }: ReceivedLog): string {
  return nameOf(attributes['http.response.status_code']) || nameOf(attributes['http.status_code'])
}

export function pageOf(log: ReceivedLog): string {
  return nameOf(log.attributes['miniprogram.page.path'])
}

export function versionOf(log: ReceivedLog): string {
  return told(log, 'service.version')
}

export function systemOf(log: ReceivedLog): string {
  return [told(log, 'os.name', 'os.type'), told(log, 'os.version')].filter(Boolean).join(' ')
}

export function sessionOf(log: ReceivedLog): string {
  return told(log, 'session.id')
}

export function userOf(log: ReceivedLog): string {
  return told(log, 'user.id', 'enduser.id')
}

export function timesOf(log: ReceivedLog): number {
  const count = log.attributes['exception.count']
  const times = typeof count === 'object' ? 1 : Number(count ?? 1)
  return times >= 1 ? Math.min(times, COUNT_LIMIT) : 1
}

function deviceOf(log: ReceivedLog): string {
  const model = told(log, 'device.model.name', 'device.model.identifier')
  const maker = told(log, 'device.manufacturer')
  return model.toLowerCase().startsWith(maker.toLowerCase())
    ? model
    : [maker, model].filter(Boolean).join(' ')
}

/** Clocks of devices are wrong at times, by years even; what is no time at all is its arrival. */
function timeOf({ time }: ReceivedLog, arrived: number): number {
  return time > 0 && Number.isFinite(time) ? time : arrived
}

function othersOf({ attributes, body, resource }: ReceivedLog): Occurrence['attributes'] {
  const others: Attributes = {}
  for (const [key, value] of Object.entries(attributes)) if (!SHOWN.has(key)) set(others, key, value)
  for (const key of OF_RESOURCE) if (!Object.hasOwn(others, key)) set(others, key, nameOf(resource[key]))
  if (attributes['exception.message'] && body !== attributes['exception.message'])
    set(others, 'body', body ?? '')
  const pairs = Object.entries(others)
    .slice(-ATTRIBUTE_LIMIT)
    .map(([key, value]) => [shortened(key, KEY_LENGTH), shownOf(value, ATTRIBUTE_LENGTH)])
    .filter(([, value]) => value !== '')
  return Object.fromEntries(pairs) as Occurrence['attributes']
}

/** `__proto__` is a key like any other; an assignment would lose it. */
function set(object: Attributes, key: string, value: Value): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

export function occurrenceOf(log: ReceivedLog, number: number, arrived: number): Occurrence {
  const { attributes } = log
  return {
    ...{ number, arrived, time: timeOf(log, arrived), times: timesOf(log), message: messageOf(log) },
    ...{ version: versionOf(log), device: deviceOf(log), system: systemOf(log), page: pageOf(log) },
    ...{ session: sessionOf(log), user: userOf(log) },
    traceId: nameOf(log.traceId) || nameOf(attributes['sw8.trace_id']),
    stack: shownOf(attributes['exception.stacktrace'], STACK_LENGTH),
    componentStack: shownOf(attributes['exception.component_stack'], COMPONENT_STACK_LENGTH),
    breadcrumbs: shownOf(attributes['miniprogram.breadcrumbs'], BREADCRUMBS_LENGTH),
    attributes: othersOf(log),
  }
}

/** Characters that it holds, more or less. */
export function weightOf(occurrence: Occurrence): number {
  const { message, stack, componentStack, breadcrumbs, attributes } = occurrence
  let weight = 500 + message.length + stack.length + componentStack.length + breadcrumbs.length
  for (const [key, value] of Object.entries(attributes)) weight += key.length + value.length
  return weight
}
