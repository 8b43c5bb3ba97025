import { undoAll, type Any, type Guard } from '../../internal/guard.ts'
import { pathOf } from '../../internal/path.ts'
import type { Platform, RouteEvent } from '../../platform.ts'
import type { Opening } from '../../view.ts'

/** By `openType`; what is not among them opens a new page: docs/platforms/wechat.md#routes */
const OPENINGS: { [openType: string]: Opening } = {
  appLaunch: 'launch',
  navigateTo: 'navigate',
  redirectTo: 'redirect',
  reLaunch: 'reLaunch',
  autoReLaunch: 'reLaunch',
  switchTab: 'switchTab',
  navigateBack: 'back',
}

/** Routes as the runtime tells of them, where it does: docs/platforms/wechat.md#routes */
export function routesOf(api: Any, guard: Guard): Platform['observeRoutes'] {
  return (listener) => {
    const undos = (['begin', 'end'] as const).map((phase) => {
      const route = phase === 'begin' ? 'BeforeAppRoute' : 'AppRoute'
      let live = true
      const handler = guard.wrap('route', ({ path, openType, routeEventId, notFound }: Any) => {
        const told: RouteEvent = { phase, path: pathOf(path), opening: OPENINGS[openType] }
        // older ones call these with something else: docs/platforms/wechat.md#routes
        if (live && routeEventId && told.path && !notFound) listener(told)
      })
      const call = (how: string) => guard.run('route', () => api[how + route] && api[how + route](handler))
      call('on')
      return () => {
        live = false
        call('off')
      }
    })
    return () => undoAll(guard, undos)
  }
}
