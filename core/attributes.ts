import type { Attributes, Value } from './signal.ts'

/** A value as the user gave it, made one that can be sent; undefined for what can't. */
export function toValue(given: unknown, depth = 0): Value | undefined {
  if (typeof given === 'string' || typeof given === 'boolean') return given
  if (typeof given === 'number') return isFinite(given) ? given : { double: String(given) }
  if (given === null || typeof given !== 'object' || depth > 5) return undefined
  if (Array.isArray(given)) {
    return given.map((item) => toValue(item, depth + 1)).filter((item) => item !== undefined) as Value[]
  }
  return { map: toAttributes(given as Record<string, unknown>, depth + 1) }
}

/** Attributes as the user gave them; what can't be sent is left out. */
export function toAttributes(given: unknown, depth = 0): Attributes {
  const attributes: Attributes = {}
  if (given && typeof given === 'object' && !Array.isArray(given)) {
    Object.keys(given).forEach((key) => {
      const value = toValue((given as Record<string, unknown>)[key], depth)
      if (value !== undefined && key) attributes[key] = value
    })
  }
  return attributes
}
