import type { Loose } from '../loose.ts'

/** A deep copy of plain data that stays in the realm of its source's constructor. */
export function copyData(value: Loose): Loose {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(copyData)
  const prototype = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) !== null) return value
  const copy = new prototype.constructor()
  for (const key of Object.keys(value)) copy[key] = copyData(value[key])
  return copy
}

/** `a.b[0].[1]`, and Swan's `a.0.b` (docs/platforms/baidu.md#keys), as their parts. */
export function pathOf(key: string): string[] {
  return key.split(/[.[\]]+/).filter(Boolean)
}

/** Applies a setData patch with path keys. What is missing on the way is made. */
export function applyPatch(data: Loose, patch: Loose): void {
  for (const key of Object.keys(patch ?? {})) {
    if (!/[.[]/.test(key)) {
      data[key] = patch[key]
      continue
    }
    const parts = pathOf(key)
    let target = data
    for (let i = 0; i < parts.length - 1; i++) {
      const next = target[parts[i]]
      if (next === null || typeof next !== 'object') target[parts[i]] = /^\d+$/.test(parts[i + 1]) ? [] : {}
      target = target[parts[i]]
    }
    target[parts[parts.length - 1]] = patch[key]
  }
}

export function valueAt(data: Loose, key: string): Loose {
  let value = data
  for (const part of pathOf(key)) value = value?.[part]
  return value
}
