import type { Any } from './guard.ts'

/** Bytes that plain data takes in memory and in storage, roughly: the length of its JSON. */
export function sizeOf(value: Any): number {
  if (typeof value === 'string') return value.length + 2
  let sum = 6
  // what libraries put on every object is none of it
  if (value && typeof value === 'object')
    for (const key of Object.keys(value)) sum += key.length + sizeOf(value[key])
  return sum
}
