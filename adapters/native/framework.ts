import type { AppEvent, Framework, FrameworkError, PageEvent, PagePhase } from '../../core/index.ts'
import { type Any, type Fn, type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'

// Free variables of every module of a mini program; `let`, since they are replaced.
declare let App: Fn | undefined
declare let Page: Fn | undefined
declare let Component: Fn | undefined

/** A page's hooks; no others are ever added, since some (onPageScroll, onShareAppMessage) switch features on. */
const PAGE_HOOKS: { [hook: string]: PagePhase } = {
  onLoad: 'load',
  onShow: 'show',
  onReady: 'ready',
  onHide: 'hide',
  onUnload: 'unload',
}

/** Takes an object of options apart as little as can be: a copy in which some functions are wrapped. */
function copyOf(options: Any): Any {
  return Object.assign(Object.create(Object.getPrototypeOf(options)), options)
}

/** Without leading slash; '' for what is no page. */
function routeOf(page: Any): string {
  const route = page && (page.route || page.__route__)
  return typeof route === 'string' ? route.replace(/^\/+/, '').replace(/\?.*$/, '') : ''
}

/** Plain mini programs: what App(), Page() and Component() are given tells of launches, pages and errors. */
export function nativeFramework(env: { guard: Guard }): Framework {
  const run = <T>(fn: () => T) => env.guard.run('framework', fn)
  let listeners: { kind: string; tell: (event: Any) => void }[] = []
  const emit = (kind: string, event: PageEvent | AppEvent | FrameworkError) =>
    listeners.forEach((each) => each.kind === kind && run(() => each.tell(event)))

  /** Sees a call of the app's own hook, which keeps its `this`, arguments and result; `add`: where there is none, too. */
  function before(
    options: Any,
    hook: string,
    see: (self: Any, first: Any, second: Any) => void,
    add = true,
  ): void {
    const own = options[hook]
    if (own === undefined ? !add : typeof own !== 'function') return
    options[hook] = function (this: Any, first: Any, second: Any) {
      run(() => see(this, first, second))
      return own && own.apply(this, arguments)
    }
  }

  const app = wrapper((options) => {
    before(options, 'onLaunch', (_, launch) =>
      emit('app', { phase: 'launch', path: routeOf({ route: launch && launch.path }) || undefined }),
    )
    before(options, 'onShow', () => emit('app', { phase: 'show' }))
    before(options, 'onError', (_, message, stack) => {
      // Alipay gives the stack apart
      const error = typeof stack === 'string' && typeof message === 'string' ? { message, stack } : message
      emit('error', { error, source: 'App.onError' })
    })
    before(options, 'onUnhandledRejection', (_, event) => {
      emit('error', { error: event && event.reason, source: 'App.onUnhandledRejection', type: 'promise' })
    })
  })
  const page = wrapper((options) => decoratePage(options, options))
  const component = wrapper((options) => {
    const { methods } = options
    if (methods !== undefined && (methods === null || typeof methods !== 'object')) return
    // pages made with Component() have their hooks among the methods
    options.methods = copyOf(methods || {})
    decoratePage(options.methods, options)
  })

  function decoratePage(hooks: Any, { behaviors }: Any): void {
    // a hook that we add would take the place of the one that a behavior brings
    const add = !behaviors || !behaviors.length
    Object.keys(PAGE_HOOKS).forEach((hook) => {
      const see = (self: Any) => {
        const path = routeOf(self)
        // a method of a component that happens to be called like a page's hook
        if (path) emit('page', { phase: PAGE_HOOKS[hook], path, page: self })
      }
      before(hooks, hook, see, add)
    })
  }

  function wrapper(decorate: (options: Any) => void): (original: Fn) => Fn {
    return (original) =>
      function (this: unknown, options: Any) {
        const args = Array.prototype.slice.call(arguments)
        if (options && typeof options === 'object') {
          run(() => {
            const copy = copyOf(options)
            decorate(copy)
            args[0] = copy
          })
        }
        return original.apply(this, args)
      }
  }

  // Assigned as free variables: that is where the app's modules find them.
  const constructors = [
    slot(
      app,
      () => (typeof App === 'function' ? App : undefined),
      (value) => (App = value),
    ),
    slot(
      page,
      () => (typeof Page === 'function' ? Page : undefined),
      (value) => (Page = value),
    ),
    slot(
      component,
      () => (typeof Component === 'function' ? Component : undefined),
      (value) => (Component = value),
    ),
  ]
  let undos: (Undo | undefined)[] = []
  /** The constructors are wrapped with the first listener, and as before after the last. */
  const observe = (kind: string) => (tell: (event: Any) => void) => {
    const mine = { kind, tell }
    if (!listeners.length) undos = constructors.map(run)
    listeners = listeners.concat(mine)
    return () => {
      const rest = listeners.filter((each) => each !== mine)
      if (!rest.length && listeners.length) undoAll(env.guard, undos)
      listeners = rest
    }
  }

  return {
    name: 'native',
    observePages: observe('page'),
    observeApp: observe('app'),
    observeErrors: observe('error'),
  }
}

/** Puts a wrapper around a free variable; the undo puts the original back unless somebody has wrapped ours. */
function slot(
  wrap: (original: Fn) => Fn,
  get: () => Fn | undefined,
  set: (value: Fn) => void,
): () => Undo | undefined {
  return () => {
    const before = get()
    if (!before) return undefined
    const wrapped = wrap(before)
    let live = true
    const ours = function (this: unknown) {
      return (live ? wrapped : before).apply(this, arguments as Any)
    }
    // Baidu and others hang members on the constructors
    Object.assign(ours, before)
    set(ours)
    return () => {
      live = false
      if (get() === ours) set(before)
    }
  }
}
