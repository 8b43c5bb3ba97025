import type { App } from 'vue'
import type { Any, Fn, Guard, Undo } from '../../core/internal/guard.ts'
import { routeOf } from './pages.ts'

type Handler = NonNullable<App['config']['errorHandler']>

/**
 * Sees what Vue caught, and passes it on to whoever is to have it: `app.config.errorHandler` becomes an accessor that
 * shows the handler of the day with ours around it. A mere chain would not do: apps set theirs after `app.use`, and
 * uni-app, which sets its own before us on mini programs and after us on H5, calls the one that it found:
 * docs/platforms/uni-app.md#errors
 */
export function watchErrors(app: App, guard: Guard, see: (error: unknown, instance: Any) => void): Undo {
  const { config } = app
  /** Handlers call each other: only the outermost of ours tells. */
  let depth = 0
  /** What is inside of ours. */
  const given = new Map<Handler, Handler | undefined>()

  const around = (inner: Handler | undefined): Handler => {
    const ours: Handler = function (this: unknown, error, instance) {
      if (!depth) guard.run('errorHandler', () => see(error, instance))
      // what Vue does with an error that nobody handles, it does with one that a handler throws:
      // https://vuejs.org/api/application.html#app-config-errorhandler
      if (!inner && !depth) throw error
      depth++
      try {
        return inner && (inner as Fn).apply(this, arguments)
      } finally {
        depth--
      }
    }
    given.set(ours, inner)
    return ours
  }
  let handler = config.errorHandler
  let ours = around(handler)

  Object.defineProperty(config, 'errorHandler', {
    configurable: true,
    enumerable: true,
    get: () => ours,
    set(next: Handler | undefined) {
      const inner = next && given.has(next) ? given.get(next) : next
      if (inner !== handler) ours = around((handler = inner))
    },
  })
  return () =>
    Object.defineProperty(config, 'errorHandler', {
      configurable: true,
      enumerable: true,
      writable: true,
      value: handler,
    })
}

/** `in SpecList in Detail`: the component that failed first, then those around it. */
export function componentStack(instance: Any): string {
  const names: string[] = []
  for (let at = instance && instance.$; at && names.length < 20; at = at.parent) {
    const { name, __name } = at.type
    // pages have no name: docs/platforms/uni-app.md#nameless
    names.push('in ' + (name || __name || routeOf(at.proxy) || 'Anonymous'))
  }
  return names.join('\n')
}
