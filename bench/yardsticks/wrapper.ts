import type { Any } from '../../core/internal/guard.ts'

/** What the least that measures requests would be: a copy of the options, three callbacks, two readings of the clock. */
export function wrapByHand(host: Any, name: string): { count: number; sum: number } {
  const seen = { count: 0, sum: 0 }
  const original = host[name]
  host[name] = function (this: unknown, options: Any) {
    const start = Date.now()
    let open = true
    const { success, fail, complete } = options
    const end = () => {
      if (!open) return
      open = false
      seen.count++
      seen.sum += Date.now() - start
    }
    const copy = Object.assign({}, options)
    copy.success = function (this: unknown, res: Any) {
      end()
      if (success) success.call(this, res)
    }
    copy.fail = function (this: unknown, res: Any) {
      end()
      if (fail) fail.call(this, res)
    }
    copy.complete = function (this: unknown, res: Any) {
      end()
      if (complete) complete.call(this, res)
    }
    return original.call(this, copy)
  }
  return seen
}
