import { put } from '../internal/own.ts'
import type { Attributes, Value } from '../signal.ts'

/** More than anybody reads; what is cyclic or endless must not fill the memory. */
const MAX_VALUES = 500
const MAX_DEPTH = 5

/** A value as the user gave it, made one that can be sent; undefined for what can't. */
export function toValue(given: unknown, depth = 0, room = { left: MAX_VALUES }): Value | undefined {
  if (room.left-- <= 0) return undefined
  if (typeof given === 'string' || typeof given === 'boolean') return given
  if (typeof given === 'number') return isFinite(given) ? given : { double: String(given) }
  if (given === null || typeof given !== 'object' || depth > MAX_DEPTH) return undefined
  if (!Array.isArray(given)) return { map: toAttributes(given, depth + 1, room) }
  return given
    .slice(0, MAX_VALUES)
    .map((item) => toValue(item, depth + 1, room) as Value)
    .filter((value) => value !== undefined)
}

/** Attributes as the user gave them; what can't be sent is left out. */
export function toAttributes(given: unknown, depth = 0, room = { left: MAX_VALUES }): Attributes {
  const attributes: Attributes = {}
  if (typeof given === 'object' && !Array.isArray(given))
    Object.keys(given || {}).forEach((key) => {
      const value = toValue((given as Record<string, unknown>)[key], depth, room)
      if (value !== undefined && key) put(attributes, key, value)
    })
  return attributes
}
