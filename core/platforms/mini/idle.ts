import type { Any, Guard } from '../../internal/guard.ts'

/** Calls back once there is nothing else to do, where the runtime can: docs/platforms/wechat.md#idle */
export function idleOf(api: Any, guard: Guard): ((fn: () => void) => void) | undefined {
  return api.requestIdleCallback && ((fn) => api.requestIdleCallback(guard.wrap('lag', fn)))
}
