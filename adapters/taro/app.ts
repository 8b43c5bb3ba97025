import { Current } from '@tarojs/runtime'
import { hooks } from '@tarojs/shared'
import type { AppEvent, FrameworkError } from '../../core/index.ts'
import { type Any, type Fn, type Guard, type Undo, noop, undoAll } from '../../core/internal/guard.ts'
import { patch } from '../../core/internal/patch.ts'
import { pagePath } from './path.ts'

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

/** Watches the App object: the one that is there, or else the one that is going to be. */
export function watchApp(guard: Guard, watch: AppWatch): Undo {
  const undos: Undo[] = []
  const start = (app: Any) => {
    if (app) guard.run('framework', () => undos.push(...decorate(guard, app, watch)))
  }
  undos.push(whenApp(start))
  return () => undoAll(guard, undos)
}

/** `Current.app` is a plain member that Taro assigns once. */
function whenApp(use: (app: Any) => void): Undo {
  const current = Current as Any
  if (current.app) {
    use(current.app)
    return noop
  }
  let pending = true
  const settle = (value: Any) => {
    pending = false
    Object.defineProperty(current, 'app', { value, writable: true, enumerable: true, configurable: true })
  }
  Object.defineProperty(current, 'app', {
    get: () => null,
    set(app) {
      settle(app)
      use(app)
    },
    enumerable: true,
    configurable: true,
  })
  return () => {
    if (pending) settle(null)
  }
}

function decorate(guard: Guard, app: Any, watch: AppWatch): Undo[] {
  const [launch, show] = (hooks.call('getMiniLifecycleImpl') as Any).app
  const see = (host: Any, name: string, look: (...args: Any[]) => void): Undo =>
    patch(
      host,
      name,
      (original) =>
        function (this: unknown) {
          guard.run('framework', () => look.apply(undefined, arguments as Any))
          return original.apply(this, arguments as Any)
        },
    ).undo
  // mount and unmount are inherited: as own members they would be given to App()
  const methods = Object.getPrototypeOf(app)
  return [
    see(app, launch, (options) =>
      watch.app({ phase: 'launch', path: pagePath(options && options.path) || undefined }),
    ),
    see(app, show, () => watch.app({ phase: 'show' })),
    see(app, 'onError', (error, stack) =>
      watch.error({ error: readable(error, stack), source: 'App.onError' }),
    ),
    see(app, 'onUnhandledRejection', (event) =>
      watch.error({
        error: event && event.reason,
        source: 'App.onUnhandledRejection',
        type: 'promise',
      }),
    ),
    patch(
      methods,
      'mount',
      (original: Fn) =>
        function (this: unknown, component: Any, id: string) {
          const args = [].slice.call(arguments) as Any[]
          args[0] = guard.run('framework', () => watch.mount(component, id)) || component
          return original.apply(this, args)
        },
    ).undo,
    see(methods, 'unmount', watch.unmount),
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
