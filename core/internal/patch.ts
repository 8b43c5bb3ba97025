import { noop, type Any, type Fn, type Guard, type Undo } from './guard.ts'

export interface Patch {
  undo: Undo
  /** False where the host let us write nothing (a getter without a setter that can't be redefined), and once undone. */
  installed: boolean
}

/**
 * Replaces `host[name]` by what `wrap(original)` returns, which has to pass everything through unless the patch is
 * `installed`, since somebody may have put a wrapper on top. Works on accessors (docs/platforms/wechat.md#accessors)
 * and on inherited members, reads back what it wrote, and restores the very descriptor.
 */
export function replaceMember(host: Any, name: string, wrap: (original: Fn, patch: Patch) => Fn): Patch {
  const original = host && host[name]
  const patch: Patch = { undo: noop, installed: false }
  if (typeof original !== 'function') return patch
  const own = Object.getOwnPropertyDescriptor(host, name)
  const ours = wrap(original, patch)
  // Baidu and others hang members on App, Page and Component: docs/platforms/baidu.md#members
  Object.assign(ours, original)
  // what libraries tell a platform's function by: docs/platforms/mini.md#looks
  const like = (value: unknown) => ({ value, configurable: true })
  const { length, name: its } = original
  tryTo(() =>
    Object.defineProperties(ours, {
      toString: like(() => String(original)),
      length: like(length),
      name: like(its),
    }),
  )
  const enumerable = !own || own.enumerable
  const isOurs = () => host[name] === ours
  const assign = (value: Fn) => tryTo(() => (host[name] = value))
  /** Replaces accessors, too; no descriptor: removes. */
  const define = (descriptor: PropertyDescriptor | undefined) =>
    tryTo(() => (descriptor ? Object.defineProperty(host, name, descriptor) : delete host[name]))
  assign(ours)
  if (!isOurs()) define({ value: ours, writable: true, configurable: true, enumerable })
  if (isOurs()) {
    patch.installed = true
    patch.undo = () => {
      patch.installed = false
      if (!isOurs()) return
      define(own)
      if (host[name] !== original) assign(original)
    }
  }
  return patch
}

/** The same for any wrapper: after `undo` it is passed by. */
export function patch(host: Any, name: string, wrap: (original: Fn) => Fn): Patch {
  return replaceMember(host, name, (original, patch) => {
    const inner = wrap(original)
    return function (this: unknown) {
      return (patch.installed ? inner : original).apply(this, arguments)
    }
  })
}

/**
 * A refused write throws here and is silent there; whether it worked shows in reading it back:
 * docs/platforms/wechat.md#accessors
 */
function tryTo(write: () => unknown): void {
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
      guard.run('framework', look, this, first, second)
      return original.apply(this, arguments)
    }
  return patch(host, name, wrap).undo
}
