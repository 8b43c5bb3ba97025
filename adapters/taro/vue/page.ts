import { getCurrentInstance } from 'vue'
import { keepFramework, type DriverEnv } from '../../../core/index.ts'
import type { Any } from '../../../core/internal/guard.ts'
import { pathOf } from '../../../core/internal/path.ts'
import { tellBus } from '../bus.ts'
import { taroFramework } from '../framework.ts'
import { guarded } from '../guarded.ts'

const MARK = '__miniMonitor'

/**
 * Vue keeps what handlers and renders throw to itself, and the platform never hears of it: its one hook is the app's
 * `errorHandler` (docs/platforms/taro.md#vue). The app's own is called as before; where there is none, the error is
 * printed as Vue does it.
 */
export function chainErrorHandler(config: Any): void {
  const previous = config.errorHandler
  if ((previous && previous[MARK]) || (!previous && config.throwUnhandledErrorInProduction)) return
  const handler = function (this: unknown, error: unknown, instance: Any, _info: string) {
    tellBus({ error, source: 'Vue', page: pageOf(instance), componentStack: stackOf(instance) })
    if (previous) return previous.apply(this, arguments)
    console.error(error)
  }
  config.errorHandler = Object.assign(handler, { [MARK]: true })
}

/** The page's component has `tid`, its path, from Taro: docs/platforms/taro.md#vue */
function pageOf(instance: Any): string | undefined {
  return guarded(() => {
    for (let each = instance && instance.$; each; each = each.parent)
      if (each.props && each.props.tid) return pathOf(each.props.tid)
    return undefined
  })
}

/** Innermost first, as React writes it. */
function stackOf(instance: Any): string | undefined {
  return guarded(() => {
    const names: string[] = []
    for (let each = instance && instance.$; each && names.length < 20; each = each.parent) {
      const { name, __name, __file } = each.type
      names.push('    at ' + (name || __name || __file || 'Anonymous'))
    }
    return names.join('\n')
  })
}

/** The same page; its app's `errorHandler` is chained before its own `setup()` runs. */
export function monitoredPage(page: Any): Any {
  // classes are made components of by Taro: docs/platforms/taro.md#vue
  if (typeof page !== 'object') return page
  const { setup } = page
  return Object.assign({}, page, {
    setup(this: unknown) {
      guarded(() => chainErrorHandler(getCurrentInstance()!.appContext.config))
      return setup && setup.apply(this, arguments)
    },
  })
}

const ui = { page: monitoredPage }

/** The glue of Taro with Vue, the same one for each monitor. */
export const keptVueFramework = /* @__PURE__ */ keepFramework('taro/vue', (env: DriverEnv) =>
  taroFramework(env, ui),
)
