import type { Any, Guard } from '../../internal/guard.ts'
import { pathOf } from '../../internal/path.ts'
import type { Platform } from '../../platform.ts'

/** What stands behind `on` and `off`, where it is not the event's own name in capitals. */
const EVENTS: { [event: string]: string | undefined } = {
  rejection: 'UnhandledRejection',
  show: 'AppShow',
  hide: 'AppHide',
}

/**
 * Listens to the platform's hooks: each may be missing, and may throw: docs/platforms/mini.md#hooks. They are given one
 * argument, since a second means something to some: docs/platforms/wechat.md#lazy-load
 */
export function listening(api: Any, guard: Guard): Platform['on'] {
  return (event, listener: (first?: Any, second?: Any) => void) => {
    const name = EVENTS[event] || event[0].toUpperCase() + event.slice(1)
    let live = true
    const handler = guard.wrap(event, (first: Any, second: Any) => {
      if (!live) return
      if (event === 'rejection') first = 'reason' in Object(first) ? first.reason : first
      if (event === 'pageNotFound') first = pathOf(first.path)
      listener(first, second)
    })
    const call = (how: string) => guard.run(event, () => api[how + name] && api[how + name](handler))
    call('on')
    return () => {
      // where the platform lets no listener go, this one is dead: docs/platforms/mini.md#hooks
      live = false
      call('off')
    }
  }
}
