import type { App } from 'vue'
import type { DriverEnv, Framework } from '../../core/index.ts'
import type { Undo } from '../../core/internal/guard.ts'
import { createHub } from '../../core/internal/hub.ts'
import { componentStack, watchErrors } from './errors.ts'
import { currentPage, lifecycle, watchNavigation, type Tell } from './pages.ts'
import { observeRequests } from './requests.ts'
import { uniApi } from './uni.ts'

/** The glue, and the door through which Vue apps come. */
export interface UniFramework extends Framework {
  /** What the slice of this name brings: a mixin for apps that come. */
  setData?: (env: Pick<DriverEnv, 'guard' | 'clock'>, tell: Tell, heard: () => boolean) => object
  /** Looks at an app, once; as long as somebody listens. */
  attach(app: App): void
  /** Looks at every app that uni-app makes, also where nobody hands it to us. */
  attachAll(): void
}

/**
 * uni-app with Vue 3: a mixin tells of launches and pages (docs/platforms/uni-app.md#mixin), the error handler of errors,
 * interceptors of requests.
 */
export function uniFramework(env: Pick<DriverEnv, 'guard' | 'clock'>): UniFramework {
  const apps: App[] = []
  /** Until there is a page: the one that the app was opened with. */
  let opening = ''
  let waiting = false
  const look = (app: App) =>
    watchErrors(app, env.guard, (error, instance) =>
      hub.emit('error', {
        error,
        source: 'errorHandler',
        componentStack: componentStack(instance) || undefined,
      }),
    )
  let undos: Undo[] = []
  const hub = createHub(env, () => {
    undos = apps.map(look)
    undos.push(watchNavigation(env.guard, (event) => hub.emit('page', event)))
    return undos
  })
  const { emit, heard, observe } = hub

  const framework: UniFramework = {
    name: 'uni-app',
    currentPage: () => currentPage() || opening,
    observePages: observe('page'),
    observeApp: observe('app'),
    observeErrors: observe('error'),
    observeUpdates: observe('update'),
    observeRequests: (start) => observeRequests(env.guard, start),
    attach(app) {
      // no guard: no monitor has asked for this glue, as on a platform without a driver
      // told apart by its configuration: on mini programs `onCreateVueApp` gives a copy: docs/platforms/uni-app.md#apps
      if (!env.guard || apps.some((each) => each.config === app.config)) return
      apps.push(app)
      const tell: Tell = (kind, event) => {
        if (kind === 'app' && event.path) opening = event.path
        emit(kind, event)
      }
      // a mixin can't be taken away again (docs/platforms/uni-app.md#apps); while nobody listens it tells nobody
      app.mixin(lifecycle(env.guard, tell))
      if (framework.setData) app.mixin(framework.setData(env, tell, () => heard('update')))
      if (heard()) undos.push(look(app))
    },
    attachAll() {
      if (!env.guard || waiting) return
      const { onCreateVueApp } = uniApi(env.guard)
      if (onCreateVueApp) onCreateVueApp(framework.attach)
      waiting = true
    },
  }
  return framework
}
