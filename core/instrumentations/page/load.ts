import type { Context } from '../../context.ts'
import type { UpdateEvent } from '../../framework.ts'
import type { Instrumentation } from '../../instrumentation.ts'
import { undoAll, type Undo } from '../../internal/guard.ts'
import { MINIPROGRAM_SET_DATA_KEYS, MINIPROGRAM_SET_DATA_SIZE } from '../../names.ts'
import type { Sampler } from '../../sampler.ts'
import type { Attributes } from '../../signal.ts'
import type { PageLoads, View } from '../../view.ts'
import { createLoading, rootOf, type Loading, type Moment } from './loading.ts'

/** Spans of setData in one loading; a page that sets more has told enough. */
const MAX_UPDATES = 20

/**
 * The loading of each page as one trace, from its route, the first page's from the launch of the app: what begins
 * meanwhile is a child of its root.
 *
 * @param sampler decides once a page
 * @param updates whether setData is measured
 */
export function loadInstrumentation(sampler: Sampler, updates: boolean): Instrumentation {
  return {
    name: 'load',
    install(context) {
      const loads = createLoads(context, sampler)
      context.loads = loads
      const { finish, show, update } = loads
      const { framework, guard, platform, views } = context
      const undos: (Undo | undefined)[] = [
        framework.observeApp && framework.observeApp(({ phase }) => phase === 'launch' && loads.launch()),
        framework.observePages(({ phase, path, page }) => {
          if (phase === 'navigate') loads.navigate(path)
          else if (phase === 'load') loads.begin(path, page)
          // one that is never shown has no view whose end would tell
          else if (phase === 'unload') finish(({ page: its }) => its === page)
        }),
        views &&
          views.observe({
            begin: show,
            ready: (view) => loads.ready(view),
            end: (view) => finish((loading) => loading.view === view),
          }),
        platform.on('hide', () => finish()),
        updates && framework.observeUpdates ? framework.observeUpdates(update) : undefined,
      ]
      return () => {
        finish()
        context.loads = undefined
        undoAll(guard, undos)
      }
    },
  }
}

/** One page after the other. */
function createLoads(context: Context, sampler: Sampler) {
  const { clock } = context
  const now = (): Moment => ({ time: clock.now(), tick: clock.tick() })
  let launched: Moment | undefined = now()
  let route: (Moment & { path: string }) | undefined
  let loading: Loading | undefined
  const finish = (isIt?: (loading: Loading) => boolean) => {
    if (loading && (!isIt || isIt(loading))) loading.finish()
  }
  const loads: PageLoads = {
    join(page) {
      if (!loading || loading.path !== page) return undefined
      loading.join()
      return loading
    },
  }
  return Object.assign(loads, {
    finish,
    launch: () => void (launched = launched && now()),
    navigate: (path: string) => void (route = Object.assign(now(), { path })),
    begin(path: string, page?: object) {
      finish()
      const from = route && route.path === path ? route : now()
      const first = launched
      launched = route = undefined
      if (context.consent() !== 'granted') return
      const over = () => void (loading = undefined)
      loading = createLoading(context, rootOf(context, sampler), { path, page }, first || from, over)
      if (first) loading.part('launch', first)
      loading.routed = from
      // a page may be shown before it loads: docs/platforms/baidu.md#on-init
      const view = context.views && context.views.current()
      if (view && !view.ready && view.path === path && view.page === page) loading.view = view
    },
    show(view: View) {
      if (loading && view.isNew && view.path === loading.path) loading.view = view
      else finish()
    },
    ready(view: View) {
      if (loading && loading.view === view) loading.ready()
    },
    update({ path, duration, bytes, keys }: UpdateEvent) {
      if (!loading || loading.path !== path || duration === undefined || loading.updates++ >= MAX_UPDATES)
        return
      const { time, tick } = now()
      const attributes: Attributes = {}
      if (bytes !== undefined) attributes[MINIPROGRAM_SET_DATA_SIZE] = bytes
      if (keys !== undefined) attributes[MINIPROGRAM_SET_DATA_KEYS] = keys
      loading.part('setData', { time: time - duration, tick: tick - duration }, attributes)
    },
  })
}
