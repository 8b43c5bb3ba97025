import type { Loose } from '../loose.ts'
import { copyData } from './data.ts'

/** A definition with its behaviors worked in: each hook is a list, behaviors' first. */
export interface Merged {
  data: Loose[]
  properties: Record<string, Loose>
  methods: Record<string, Loose>
  hooks: Record<string, Loose[]>
  pageHooks: Record<string, Loose[]>
  observers: [string[], Loose][]
}

/** What `Component()` was called with, behaviors of behaviors included. */
export function mergedOf(options: Loose, behaviors: Map<Loose, Loose>): Merged {
  const empty = { data: [], properties: {}, methods: {}, hooks: {}, pageHooks: {}, observers: [] }
  return merge(options, empty, behaviors)
}

const HOOK_NAMES = [
  ...['created', 'attached', 'ready', 'moved', 'detached', 'error'],
  ...['onInit', 'deriveDataFromProps', 'didMount', 'didUpdate', 'didUnmount', 'onError'],
]

function merge(options: Loose, into: Merged, behaviors: Map<Loose, Loose>): Merged {
  for (const each of options.behaviors ?? options.mixins ?? []) {
    const behavior = behaviors.get(each) ?? (typeof each === 'object' ? each : undefined)
    if (behavior) merge(behavior, into, behaviors)
  }
  if (options.data) into.data.push(options.data)
  Object.assign(into.properties, options.properties)
  for (const key of Object.keys(options.props ?? {}))
    if (typeof options.props[key] !== 'function')
      into.properties[key] = { type: null, value: options.props[key] }
  Object.assign(into.methods, options.methods)
  for (const name of HOOK_NAMES) {
    // `lifetimes` wins over the same hook at the top: docs/platforms/wechat.md#lifetimes
    const hook = options.lifetimes?.[name] ?? options[name]
    if (hook) (into.hooks[name] ??= []).push(hook)
  }
  for (const name of Object.keys(options.pageLifetimes ?? {}))
    (into.pageHooks[name] ??= []).push(options.pageLifetimes[name])
  for (const key of Object.keys(options.observers ?? {}))
    into.observers.push([key.split(',').map((part) => part.trim()), options.observers[key]])
  return into
}

/** The type of a property: `String`, or `{ type: String, value }`. */
export function defaultOf(property: Loose) {
  return typeof property === 'function' || !property
    ? emptyOf(property)
    : copyData(property.value ?? emptyOf(property.type))
}

function emptyOf(type: Loose) {
  return (
    { String: '', Number: 0, Boolean: false }[type?.name as string] ?? (type?.name === 'Array' ? [] : null)
  )
}
