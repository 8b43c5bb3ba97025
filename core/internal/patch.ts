import { noop, type Any, type Fn, type Guard, type Undo } from './guard.ts'

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
  const original = host && host[name]
  const nothing = { undo: noop, installed: false }
  if (typeof original !== 'function') return nothing
  const own = Object.getOwnPropertyDescriptor(host, name)
  const wrapped = wrap(original)
  let live = true
  const ours = function (this: unknown) {
    return (live ? wrapped : original).apply(this, arguments as Any)
  }
  // Baidu and others hang members on App, Page and Component
  Object.assign(ours, original)
  const enumerable = !own || own.enumerable
  assign(host, name, ours)
  if (host[name] !== ours) define(host, name, { value: ours, writable: true, configurable: true, enumerable })
  if (host[name] !== ours) return nothing
  return {
    installed: true,
    undo() {
      if (host[name] === ours) {
        define(host, name, own)
        assign(host, name, original)
      }
      live = false
    },
  }
}

/** Looks at each call before it goes on as it was. */
export function watch(
  guard: Guard,
  host: Any,
  name: string,
  look: (self: Any, first: Any, second: Any) => void,
): Undo {
  const wrap = (original: Fn) =>
    function (this: unknown, first: Any, second: Any) {
      guard.run('framework', () => look(this, first, second))
      return original.apply(this, arguments as Any)
    }
  return patch(host, name, wrap).undo
}

/** Whether it worked shows in reading it back, since a refused write throws here and is silent there. */
function assign(host: Any, name: string, value: Fn): void {
  try {
    if (host[name] !== value) host[name] = value
  } catch (_) {
    // then by definition
  }
}

/** Replaces accessors, too; no descriptor: removes. */
function define(host: Any, name: string, descriptor: PropertyDescriptor | undefined): void {
  try {
    if (descriptor) Object.defineProperty(host, name, descriptor)
    else delete host[name]
  } catch (_) {
    // then by assignment, or not at all
  }
}
