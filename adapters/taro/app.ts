import { Current } from '@tarojs/runtime'
import { hooks } from '@tarojs/shared'
import type { AppEvent, FrameworkError } from '../../core/index.ts'
import { type Any, type Fn, type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'
import { patch, watch } from '../../core/internal/patch.ts'
import { pathOf } from '../../core/platforms/path.ts'

/**
 * What Taro's App object is called with. It is made by the framework (React, Vue) and handed to `App()`; its own
 * members can be assigned, but not defined anew.
 */
export interface AppWatch {
  app(event: AppEvent): void
  error(event: FrameworkError): void
  /** May put another component in the place of a page's. */
  mount(component: Any, id: string): Any
  unmount(id: string): void
}

/** Watches the App object: the one that is there, or else the one that is going to be; `Current.app` is assigned once. */
export function watchApp(guard: Guard, to: AppWatch): Undo {
  const current = Current as Any
  let undos: Undo[] = []
  const use = (app: Any) => {
    undos = guard.run('framework', () => decorate(guard, app, to)) || []
  }
  let pending = !current.app
  const settle = (value: Any) => {
    pending = false
    Object.defineProperty(current, 'app', { value, writable: true, enumerable: true, configurable: true })
  }
  if (!pending) use(current.app)
  else
    Object.defineProperty(current, 'app', {
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

function decorate(guard: Guard, app: Any, to: AppWatch): Undo[] {
  const [launch, show] = (hooks.call('getMiniLifecycleImpl') as Any).app
  const see = (name: string, look: (first: Any, second: Any) => void) =>
    watch(guard, app, name, (_, first, second) => look(first, second))
  // mount and unmount are inherited: as own members they would be given to App()
  const methods = Object.getPrototypeOf(app)
  return [
    see(launch, (options) => to.app({ phase: 'launch', path: pathOf(options && options.path) || undefined })),
    see(show, () => to.app({ phase: 'show' })),
    see('onError', (error, stack) => to.error({ error: readable(error, stack), source: 'App.onError' })),
    see('onUnhandledRejection', (event) =>
      to.error({ error: event && event.reason, source: 'App.onUnhandledRejection', type: 'promise' }),
    ),
    patch(
      methods,
      'mount',
      (original: Fn) =>
        function (this: unknown, component: Any, id: string) {
          const args = [].slice.call(arguments) as Any[]
          args[0] = guard.run('framework', () => to.mount(component, id)) || component
          return original.apply(this, args)
        },
    ).undo,
    watch(guard, methods, 'unmount', (_, id) => to.unmount(id)),
  ]
}

/**
 * Alipay gives the stack apart. Taro's boundary around each page gives `message + stack` of a render error in one piece
 * (plugin-framework-react 4.2, `getDerivedStateFromError`), where the stack begins with the message again.
 */
function readable(error: unknown, stack: unknown): unknown {
  if (typeof error !== 'string') return error
  if (typeof stack === 'string') return { message: error, stack }
  const glued = /^([^\n]+?)(\w*Error: \1(?:\n[^]*)?)$/.exec(error)
  return glued ? { message: glued[1], stack: glued[2] } : error
}
