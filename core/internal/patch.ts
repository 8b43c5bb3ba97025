import type { Any, Fn, Undo } from './guard.ts'

export interface Patch {
  undo: Undo
  /** False where the host let us write nothing: a getter without a setter that can't be redefined, a frozen object. */
  readonly installed: boolean
}

/**
 * Replaces `host[name]` by what `wrap(original)` returns. Works on accessors (WeChat devices where `wx.request` has a
 * getter and no setter) and on inherited members, reads back what it wrote, and restores the very descriptor.
 * After `undo` the replacement passes everything through, so that a wrapper that somebody put on top goes on working.
 */
export function patch(host: Any, name: string, wrap: (original: Fn) => Fn): Patch {
  const nothing = { undo() {}, installed: false }
  if (!host) return nothing
  const original = host[name]
  if (typeof original !== 'function') return nothing
  const own = Object.getOwnPropertyDescriptor(host, name)
  const wrapped = wrap(original)
  let live = true
  const ours = function (this: unknown) {
    return (live ? wrapped : original).apply(this, arguments as Any)
  }
  if (!write(host, name, ours, own)) return nothing
  return {
    installed: true,
    undo() {
      if (!live) return
      live = false
      if (host[name] !== ours) return
      if (own) Object.defineProperty(host, name, own)
      else delete host[name]
    },
  }
}

function write(host: Any, name: string, value: Fn, own: PropertyDescriptor | undefined): boolean {
  try {
    if (own ? own.configurable : Object.isExtensible(host)) {
      Object.defineProperty(host, name, {
        value,
        writable: true,
        configurable: true,
        enumerable: own ? own.enumerable : true,
      })
    } else host[name] = value
  } catch (_) {
    // strict mode tells of a refused write by throwing; reading back tells it everywhere
  }
  return host[name] === value
}
