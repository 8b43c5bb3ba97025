import type { Any } from './guard.ts'
import { has } from './own.ts'

/** Shallow, with `changes`; of a literal, with which engines are quickest, or a stand-in. Throws what the object does. */
export function copyOf(object: Any, changes: object = {}): Any {
  return Object.getPrototypeOf(object) === Object.prototype &&
    Object.getOwnPropertyNames(object).length === Object.keys(object).length
    ? Object.assign({}, object, changes)
    : standIn(object, changes)
}

/**
 * Of the object's prototype, with members that ask the object itself: its own, hidden ones too, and those that it inherits
 * and that need it, which alone has the private members behind them.
 */
function standIn(object: Any, changes: Any): Any {
  const stand = Object.create(Object.getPrototypeOf(object))
  const ask = (source: Any, level: Any) => {
    for (const key of [
      ...Object.getOwnPropertyNames(level),
      ...Object.getOwnPropertySymbols(level),
    ] as string[])
      if (!has(stand, key) && (level === source || !readsAlike(stand, source, key)))
        Object.defineProperty(stand, key, {
          get: () => source[key],
          set: (value) => (source[key] = value),
          enumerable: Object.getOwnPropertyDescriptor(level, key)!.enumerable,
          configurable: true,
        })
  }
  ask(changes, changes)
  for (let level = object; level && level !== Object.prototype; level = Object.getPrototypeOf(level))
    ask(object, level)
  return stand
}

function readsAlike(one: Any, other: Any, key: string): boolean {
  try {
    return one[key] === other[key]
  } catch (_) {
    return false
  }
}
