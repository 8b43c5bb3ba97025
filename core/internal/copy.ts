import type { Any } from './guard.ts'

/** Shallow, and of the same class; what the platform makes of getters it makes of their values. */
export function copyOf(object: Any, changes?: object): Any {
  const prototype = Object.getPrototypeOf(object)
  // engines are quicker with a literal
  return Object.assign(prototype === Object.prototype ? {} : Object.create(prototype), object, changes)
}
