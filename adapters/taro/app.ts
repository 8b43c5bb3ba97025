import { Current } from '@tarojs/runtime'
import { hooks } from '@tarojs/shared'
import type { AppEvent, FrameworkError } from '../../core/index.ts'
import { type Fn, type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'
import { patch, watch } from '../../core/internal/patch.ts'
import { pathOf } from '../../core/internal/path.ts'
import type { PageComponent } from './host.ts'

/** Hears of the app; `mount` may put another component in the place of a page's. */
export interface AppWatch {
  app(event: AppEvent): void
  error(event: FrameworkError): void
  mount(component: PageComponent, id: string): PageComponent
  unmount(id: string): void
}

/**
 * Watches the App object: the one that is there, or else the one that is going to be; `Current.app` is assigned once:
 * docs/platforms/taro.md#app
 */
export function watchApp(guard: Guard, to: AppWatch): Undo {
  let undos: Undo[] = []
  const use = (app: object) => {
    undos = guard.run('framework', () => decorate(guard, app, to)) || []
  }
  const there = Current.app
  let pending = !there
  const settle = (value: unknown) => {
    pending = false
    Object.defineProperty(Current, 'app', { value, writable: true, enumerable: true, configurable: true })
  }
  if (there) use(there)
  else
    Object.defineProperty(Current, 'app', {
      get: () => null,
      set(app) {
        settle(app)
        if (app) use(app)
      },
      enumerable: true,
      configurable: true,
    })
  return () => {
    undoAll(guard, undos)
    if (pending) settle(null)
  }
}

/**
 * The App object is made by the framework (React, Vue) and handed to `App()`; its own members can be assigned, but not
 * defined anew: docs/platforms/taro.md#app
 */
function decorate(
  guard: Guard,
  app: object,
  { app: tell, error: tellError, mount, unmount }: AppWatch,
): Undo[] {
  const lifecycle = hooks.call('getMiniLifecycleImpl')
  const [launch, show] = lifecycle ? lifecycle.app : ['onLaunch', 'onShow']
  // mount and unmount are inherited, as own members they would be given to App(): docs/platforms/taro.md#app
  const methods = Object.getPrototypeOf(app)
  const replaced = patch(
    methods,
    'mount',
    (original: Fn) =>
      function (this: unknown, component: PageComponent, id: string) {
        const args: unknown[] = [].slice.call(arguments)
        args[0] = guard.run('framework', () => mount(component, id)) || component
        return original.apply(this, args)
      },
  )
  return [
    replaced.undo,
    watch(guard, methods, 'unmount', (_, id) => unmount(id)),
    watch(guard, app, launch, (_, options) =>
      tell({ phase: 'launch', path: pathOf(options && options.path) || undefined }),
    ),
    watch(guard, app, show, () => tell({ phase: 'show' })),
    watch(guard, app, 'onError', (_, error, stack) =>
      tellError({ error: errorOf(error, stack), source: 'App.onError' }),
    ),
    watch(guard, app, 'onUnhandledRejection', (_, event) =>
      tellError({ error: event && event.reason, source: 'App.onUnhandledRejection', type: 'promise' }),
    ),
  ]
}

/**
 * Alipay gives the stack apart (docs/platforms/alipay.md#errors). Taro's boundary around each page gives
 * `message + stack` of a render error in one piece, where the stack begins with the message again:
 * docs/platforms/taro.md#boundary
 */
function errorOf(error: unknown, stack: unknown): unknown {
  if (typeof error !== 'string') return error
  if (typeof stack === 'string') return { message: error, stack }
  const end = error.indexOf('\n')
  const line = end < 0 ? error : error.slice(0, end)
  // the message makes up both ends of the line, so that this stands behind its middle
  const colon = line.indexOf('Error: ', (line.length - 6) >> 1)
  const message = line.slice(colon + 7)
  const name = line.slice(message.length, colon)
  const isGlued = colon > 0 && line === message + name + 'Error: ' + message && /^\w*$/.test(name)
  return isGlued ? { message, stack: error.slice(message.length) } : error
}
