import type { App } from 'vue'
import type { DriverEnv, Framework } from '../../core/index.ts'
import { type Any, undoAll, type Undo } from '../../core/internal/guard.ts'
import { componentStack, watchErrors } from './errors.ts'
import { currentPage, lifecycle, watchNavigation } from './pages.ts'
import { observeRequests } from './requests.ts'
import { uniApi } from './uni.ts'

/** The glue, and the door through which Vue apps come. */
export interface UniFramework extends Framework {
  /** Looks at an app, once; as long as somebody listens. */
  attach(app: App): void
  /** Looks at every app that uni-app makes, also where nobody hands it to us. */
  attachAll(): void
}

/** uni-app with Vue 3: a mixin tells of launches and pages, the error handler of errors, interceptors of requests. */
export function uniFramework(env: Pick<DriverEnv, 'guard' | 'clock'>): UniFramework {
  let listeners: { kind: string; tell: (event: Any) => void }[] = []
  const apps: App[] = []
  /** Until there is a page: the one that the app was opened with. */
  let opening = ''
  let waiting = false
  const emit = (kind: string, event: unknown) =>
    listeners.forEach((each) => each.kind === kind && env.guard.run('framework', () => each.tell(event)))
  const listening = (kind: string) => listeners.some((each) => each.kind === kind)

  let undos: (Undo | undefined)[] = []
  const look = (app: App) =>
    undos.push(
      watchErrors(app, env.guard, (error, instance) =>
        emit('error', {
          error,
          source: 'errorHandler',
          componentStack: componentStack(instance) || undefined,
        }),
      ),
    )
  const begin = () => {
    undos = [watchNavigation(env.guard, (event) => emit('page', event))]
    apps.forEach(look)
  }

  /** What is patched is patched with the first listener, and as before after the last. */
  const observe = (kind: string) => (tell: (event: Any) => void) => {
    const mine = { kind, tell }
    if (!listeners.length) begin()
    listeners = listeners.concat(mine)
    return () => {
      const rest = listeners.filter((each) => each !== mine)
      if (!rest.length && listeners.length) undoAll(env.guard, undos)
      listeners = rest
    }
  }

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
      // told apart by its configuration: mini programs hand `onCreateVueApp` a copy of the app, as all of uni's API has it
      if (!env.guard || apps.some((each) => each.config === app.config)) return
      apps.push(app)
      // a mixin can't be taken away again; while nobody listens it tells nobody
      app.mixin(
        lifecycle(env.guard, () => env.clock.tick(), {
          page: (event) => emit('page', event),
          app(event) {
            if (event.path) opening = event.path
            emit('app', event)
          },
          update: () => (listening('update') ? (event) => emit('update', event) : undefined),
        }),
      )
      if (listeners.length) look(app)
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
