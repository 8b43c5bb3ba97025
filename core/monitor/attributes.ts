import { put } from '../internal/own.ts'
import { simple } from '../internal/simple.ts'
import type { Attributes, Value } from '../signal.ts'

/** A value as the user gave it, made one that can be sent; undefined for what can't. */
export function toValue(given: unknown): Value | undefined {
  return tagged(simple(given))
}

/** Attributes as the user gave them; what can't be sent is left out. */
export function toAttributes(given: unknown): Attributes {
  const plain = Object(simple(given)) as Members
  return Array.isArray(plain) || typeof given !== 'object' ? {} : mapOf(plain)
}

type Members = { [name: string]: unknown }

/** What `simple` gives, with the tags that JSON lacks. */
function tagged(value: unknown): Value | undefined {
  if (value === null) return undefined
  if (typeof value === 'number') return isFinite(value) ? value : { double: String(value) }
  if (typeof value !== 'object') return value as Value | undefined
  if (Array.isArray(value)) return value.map(tagged).filter((each): each is Value => each !== undefined)
  return { map: mapOf(value as Members) }
}

function mapOf(members: Members): Attributes {
  const attributes: Attributes = {}
  Object.keys(members).forEach((key) => {
    const value = tagged(members[key])
    if (value !== undefined) put(attributes, key, value)
  })
  return attributes
}
