import type { Framework, PagePhase } from '../../core/index.ts'
import { copyOf } from '../../core/internal/copy.ts'
import type { Any, Fn, Guard } from '../../core/internal/guard.ts'
import { createHub, type Hub } from '../../core/internal/hub.ts'
import { patch } from '../../core/internal/patch.ts'
import { pathOf } from '../../core/internal/path.ts'

// Free variables of every module of a mini program (docs/platforms/mini.md#names); `let`, since they are replaced.
declare let App: Fn | undefined
declare let Page: Fn | undefined
declare let Component: Fn | undefined

/**
 * As members of an object, which can be patched; frozen, since only assigning reaches the variables:
 * docs/platforms/mini.md#names
 */
export const GLOBALS: Any = /* @__PURE__ */ Object.freeze({
  get App() {
    return typeof App === 'function' && App
  },
  set App(value: Any) {
    App = value
  },
  get Page() {
    return typeof Page === 'function' && Page
  },
  set Page(value: Any) {
    Page = value
  },
  get Component() {
    return typeof Component === 'function' && Component
  },
  set Component(value: Any) {
    Component = value
  },
})

/**
 * A page's hooks; no others are ever added, since some (onPageScroll, onShareAppMessage) switch features on:
 * docs/platforms/wechat.md#switches
 */
const PHASES: PagePhase[] = ['load', 'show', 'ready', 'hide', 'unload']

/** Plain mini programs: what App(), Page() and Component() are given tells of launches, pages and errors. */
export function nativeFramework(env: { guard: Guard }): Framework {
  const { emit, observe } = createHub(env, () => {
    const decorate = decorators(env.guard, emit)
    return Object.keys(decorate).map(
      (name) => patch(GLOBALS, name, (original) => decorating(env.guard, original, decorate[name])).undo,
    )
  })
  return {
    name: 'native',
    observePages: observe('page'),
    observeApp: observe('app'),
    observeErrors: observe('error'),
  }
}

type Decorate = (options: Any) => void

/** Older base libraries have the other name. */
export function routeOf(page: Any): string {
  return pathOf(page && (page.route || page.__route__))
}

/** Gives `original` a copy of the options with hooks of ours in it. */
export function decorating(guard: Guard, original: Fn, decorate: Decorate): Fn {
  return function (this: unknown, options: Any) {
    const args: unknown[] = [].slice.call(arguments)
    if (options && typeof options === 'object')
      guard.run('framework', () => {
        const copy = copyOf(options)
        decorate(copy)
        args[0] = copy
      })
    return original.apply(this, args)
  }
}

/** What is done to a copy of the options that App, Page and Component are given. */
function decorators(guard: Guard, emit: Hub['emit']): { [name: string]: Decorate } {
  /** Sees a call of the app's own hook, which keeps its `this`, arguments and result; `add`: where there is none, too. */
  function before(
    hooks: Any,
    name: string,
    see: (first: Any, second: Any, self: Any) => void,
    add = true,
  ): void {
    const own = hooks['on' + name]
    if (own === undefined ? !add : typeof own !== 'function') return
    hooks['on' + name] = function (this: Any, first: Any, second: Any) {
      guard.run('framework', see, first, second, this)
      return own && own.apply(this, arguments)
    }
  }

  function decoratePage(hooks: Any, { behaviors }: Any): void {
    PHASES.forEach((phase) =>
      before(
        hooks,
        phase[0].toUpperCase() + phase.slice(1),
        (_, __, page) => {
          const path = routeOf(page)
          // else a method of a component that happens to be called like a page's hook:
          // docs/platforms/wechat.md#component-pages
          if (path) emit('page', { phase, path, page })
        },
        // a hook that we add would take the place of one that a behavior brings: docs/platforms/wechat.md#behaviors
        !behaviors || !behaviors.length,
      ),
    )
  }

  return {
    App(options) {
      before(options, 'Launch', (launch) =>
        emit('app', { phase: 'launch', path: pathOf(launch && launch.path) || undefined }),
      )
      before(options, 'Show', () => emit('app', { phase: 'show' }))
      before(options, 'Error', (message, stack) => {
        // Alipay gives the stack apart: docs/platforms/alipay.md#errors
        const error = typeof stack === 'string' && typeof message === 'string' ? { message, stack } : message
        emit('error', { error, source: 'App.onError' })
      })
      before(options, 'UnhandledRejection', (event) =>
        emit('error', { error: event && event.reason, source: 'App.onUnhandledRejection', type: 'promise' }),
      )
    },
    Page: (options) => decoratePage(options, options),
    Component(options) {
      const { methods } = options
      if (methods !== undefined && Object(methods) !== methods) return
      // pages made with Component() have their hooks among the methods: docs/platforms/wechat.md#component-pages
      options.methods = copyOf(methods || {})
      decoratePage(options.methods, options)
    },
  }
}
