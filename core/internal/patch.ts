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
  const isOurs = () => host[name] === ours
  const assign = (value: Fn) => attempt(() => (host[name] = value))
  /** Replaces accessors, too; no descriptor: removes. */
  const define = (descriptor: PropertyDescriptor | undefined) =>
    attempt(() => (descriptor ? Object.defineProperty(host, name, descriptor) : delete host[name]))
  assign(ours)
  if (!isOurs()) define({ value: ours, writable: true, configurable: true, enumerable })
  if (!isOurs()) return nothing
  return {
    installed: true,
    undo() {
      if (isOurs()) {
        define(own)
        if (host[name] !== original) assign(original)
      }
      live = false
    },
  }
}

/** A refused write throws here and is silent there; whether it worked shows in reading it back. */
function attempt(write: () => unknown): void {
  try {
    write()
  } catch (_) {
    // then in another way, or not at all
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
