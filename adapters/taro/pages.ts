import { eventCenter } from '@tarojs/runtime'
import { hooks } from '@tarojs/shared'
import type { PageEvent, PagePhase } from '../../core/index.ts'
import { type Any, type Fn, type Guard, type Undo } from '../../core/internal/guard.ts'
import { patch, watch } from '../../core/internal/patch.ts'
import { pathOf } from '../../core/internal/path.ts'
import { routeOf } from './path.ts'

/** In the order in which Taro's platform plug-ins name them: Baidu loads with onInit. */
const PHASES: PagePhase[] = ['load', 'unload', 'ready', 'show', 'hide']

export interface PageWatch {
  undo: Undo
  /** A page whose own hooks are watched tells of itself. */
  isWatched(path: string): boolean
}

/**
 * Pages that are registered from now on, by the object that goes to `Page()`; on H5 by the same object that the router
 * calls. Of pages that were registered before, Taro's event bus tells, a frame later.
 */
export function watchPages(guard: Guard, tell: (event: PageEvent) => void): PageWatch {
  const watched: { [path: string]: true } = {}
  const run = (fn: () => void) => guard.run('framework', fn)

  const see = (config: Any, name: string, phase: PagePhase): void => {
    const original: Fn = config[name]
    if (typeof original !== 'function') return
    config[name] = function (this: Any) {
      let told = !live
      const emit = () => {
        const path = !told && routeOf(this)
        if (!path) return
        told = watched[path] = true
        tell({ phase, path, page: this })
      }
      run(emit)
      const result = original.apply(this, arguments as Any)
      // the router of web pages knows the path of its page only after this call
      if (phase === 'load') run(emit)
      return result
    }
  }

  let live = true
  const registering = patch(
    hooks,
    'call',
    (original) =>
      function (this: unknown, name: Any, config: Any) {
        const result = original.apply(this, arguments as Any)
        // one listener at a time is heard there, and it is the platform's
        if (name === 'modifyPageObject')
          run(() => {
            const names: string[] = (hooks.call('getMiniLifecycleImpl') as Any).page
            PHASES.forEach((phase, i) => see(config, names[i], phase))
          })
        return result
      },
  )
  const undo = watch(guard, eventCenter, 'trigger', (_, name) => {
    const [, page, hook] = /^(.+)\.on(Ready|Show|Hide)$/.exec(name) || []
    const path = pathOf(page)
    if (path && !watched[path]) tell({ phase: hook.toLowerCase() as PagePhase, path })
  })
  return {
    undo() {
      live = false
      registering.undo()
      undo()
    },
    isWatched: (path) => watched[path],
  }
}
