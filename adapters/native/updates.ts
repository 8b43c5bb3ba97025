import type { Framework, Slice, UpdateEvent } from '../../core/index.ts'
import type { Clock } from '../../core/internal/clock.ts'
import { type Any, type Fn, type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'
import { stringify } from '../../core/internal/own.ts'
import { patch } from '../../core/internal/patch.ts'
import { utf8 } from '../../core/internal/utf8.ts'
import { decorating, GLOBALS, routeOf } from './framework.ts'

/** For kits with the slice `updates`: the glue looks at what pages set. */
export const setData: Slice = (draft) => {
  const { clock, framework, guard } = draft
  draft.framework = Object.assign({}, framework, {
    observeUpdates: (tell: (event: UpdateEvent) => void) => watchUpdates({ guard, clock }, framework, tell),
  })
}

interface Watched {
  page: Any
  path: string
  /** The platform tells of the time; undefined: it was not asked. */
  told?: boolean
  undos: Undo[]
}

interface Env {
  guard: Guard
  clock: Clock
}

type Tell = (event: UpdateEvent) => unknown

/**
 * Each `setData` of a page. How much it is given is read from what passes, since no platform tells of the size, and
 * Skyline of no keys. How long it takes the platform tells where it can, and no callback is added then; else it is the
 * time until the callback: docs/platforms/wechat.md#update-listener
 */
export function watchUpdates(env: Env, framework: Pick<Framework, 'observePages'>, tell: Tell): Undo {
  const { guard } = env
  const undos: Undo[] = []
  let pages: Watched[] = []

  // pages that were closed are not remembered, and some tell late
  const say: Tell = (event) => undos.length && tell(event)
  const forget = (page: unknown) => {
    pages = pages.filter((each) => each.page !== page)
  }
  const watchPage = (page: Any): Watched | undefined => {
    const path = routeOf(page)
    const found = pages.filter((each) => each.page === page)[0]
    if (found || !path) return found
    const watched: Watched = { page, path, undos: [] }
    watchSetData(env, watched, say)
    pages.push(watched)
    // one without our hook for its end is not kept from being freed
    if (pages.length > 20) undoAll(guard, pages.shift()!.undos)
    return watched
  }

  undos.push(
    framework.observePages(({ page, phase }) => {
      if (phase === 'unload') forget(page)
      else watchPage(page)
    }),
    patch(GLOBALS, 'Page', (original) =>
      decorating(guard, original, (options) => {
        const { behaviors, onLoad } = options
        // a behavior's hooks run before
        if ((behaviors && behaviors.length) || (onLoad !== undefined && typeof onLoad !== 'function')) return
        options.onLoad = function (this: unknown) {
          if (undos.length) guard.run('updates', () => listen(guard, watchPage(this), say))
          return onLoad && onLoad.apply(this, arguments)
        }
      }),
    ).undo,
  )
  return () => {
    undoAll(guard, undos)
    pages.splice(0).forEach((each) => undoAll(guard, each.undos))
  }
}

function watchSetData({ guard, clock }: Env, watched: Watched, tell: Tell): void {
  const { page, path, undos } = watched
  const wrap = (original: Fn) =>
    function (this: unknown, data: object, callback: unknown) {
      const args: unknown[] = [].slice.call(arguments)
      guard.run('updates', () => {
        const bytes = utf8(stringify(data)).length
        const keys = Object.keys(data).length
        if (watched.told) return tell({ path, bytes, keys })
        const own = typeof callback === 'function' && callback
        // what is none is for the platform to judge
        if (callback && !own) return
        const from = clock.tick()
        args[1] = function (this: unknown) {
          guard.run('updates', () => tell({ path, duration: clock.tick() - from, bytes, keys }))
          return own ? own.apply(this, arguments) : undefined
        }
      })
      return original.apply(this, args)
    }
  undos.push(patch(page, 'setData', wrap).undo)
}

/** A page has one listener, and nobody tells whether the app has set one: only before any code of its own has run. */
function listen(guard: Guard, watched: Watched | undefined, tell: Tell): void {
  const { page, path, told, undos } = watched || ({} as Watched)
  if (!watched || told !== undefined || typeof page.setUpdatePerformanceListener !== 'function') return
  page.setUpdatePerformanceListener(
    {},
    guard.wrap('updates', ({ isMergedUpdate, pendingStartTimestamp, updateEndTimestamp }: Any) => {
      // the time of what was merged is that of what it was merged into
      if (watched.told && !isMergedUpdate)
        tell({ path, duration: updateEndTimestamp - pendingStartTimestamp })
    }),
  )
  watched.told = true
  const wrap = (original: Fn) =>
    function (this: unknown) {
      // the app's own takes the place of ours
      watched.told = false
      return original.apply(this, arguments)
    }
  undos.push(
    () => watched.told && page.setUpdatePerformanceListener({}, null),
    patch(page, 'setUpdatePerformanceListener', wrap).undo,
  )
}
