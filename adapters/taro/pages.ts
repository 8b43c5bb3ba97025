import { eventCenter } from '@tarojs/runtime'
import { hooks } from '@tarojs/shared'
import type { PageEvent, PagePhase } from '../../core/index.ts'
import type { Guard, Undo } from '../../core/internal/guard.ts'
import { patch, watch } from '../../core/internal/patch.ts'
import { pathOf } from '../../core/internal/path.ts'
import { asFunction, type PageConfig, type TaroPage } from './host.ts'
import { routeOf } from './path.ts'

const PHASES = ['load', 'unload', 'ready', 'show', 'hide'] as const

/** What the event bus tells of: docs/platforms/taro.md#pages */
const BUS_PHASES: { [hook: string]: PagePhase } = { Ready: 'ready', Show: 'show', Hide: 'hide' }

export interface PageWatch {
  undo: Undo
  /** A page whose own hooks are watched tells of itself. */
  isWatched(path: string): boolean
}

/**
 * Pages that are registered from now on, by the object that goes to `Page()`; on H5 by the same object that the router
 * calls. Of pages that were registered before, Taro's event bus tells, a frame later: docs/platforms/taro.md#pages
 */
export function watchPages(guard: Guard, tell: (event: PageEvent) => void): PageWatch {
  const watched: { [path: string]: true } = {}
  const run = (fn: () => void) => guard.run('framework', fn)

  const see = (config: PageConfig, name: string, phase: PagePhase): void => {
    const original = asFunction(config[name])
    if (!original) return
    config[name] = function (this: TaroPage) {
      let told = !live
      const emit = () => {
        const path = !told && routeOf(this)
        if (!path) return
        told = watched[path] = true
        tell({ phase, path, page: this })
      }
      run(emit)
      const result = original.apply(this, arguments)
      // the router of web pages knows the path of its page only after this call: docs/platforms/taro.md#router
      if (phase === 'load') run(emit)
      return result
    }
  }

  let live = true
  const registering = patch(
    hooks,
    'call',
    (original) =>
      function (this: unknown, name: string, config: PageConfig) {
        const result = original.apply(this, arguments)
        // one listener at a time is heard there, and it is the platform's: docs/platforms/taro.md#pages
        if (name === 'modifyPageObject')
          run(() => {
            const lifecycle = hooks.call('getMiniLifecycleImpl')
            const [load, unload, ready, show, hide] = lifecycle ? lifecycle.page : []
            // as the platform plug-ins name them; Baidu loads with onInit: docs/platforms/baidu.md#on-init
            const names = { load, unload, ready, show, hide }
            PHASES.forEach((phase) => see(config, names[phase] || '', phase))
          })
        return result
      },
  )
  const undo = watch(guard, eventCenter, 'trigger', (_, name) => {
    const [, page, hook] = /^(.+)\.on(Ready|Show|Hide)$/.exec(name) || []
    const path = pathOf(page)
    const phase = BUS_PHASES[hook]
    if (path && phase && !watched[path]) tell({ phase, path })
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
