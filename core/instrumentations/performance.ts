import { elapsed } from '../internal/clock.ts'
import { undoAll, type Undo } from '../internal/guard.ts'
import type { Context, Instrumentation } from '../instrumentation.ts'
import type { PageEvent } from '../framework.ts'
import type { PerformanceEntry } from '../platform.ts'
import type { Attributes } from '../signal.ts'

/** What the life-cycle can tell of, where the runtime has no entries for it. */
const LIFECYCLE: PerformanceEntry['name'][] = ['app_launch', 'first_render', 'route']

type Record = (entry: PerformanceEntry) => void

/** How long launches, routes and first renders take: from the runtime's entries, or else from the life-cycle. */
export function performanceInstrumentation(): Instrumentation {
  return {
    name: 'performance',
    install(context) {
      const record: Record = ({ name, value, page }) => {
        if (!context.keep('perf')) return context.drop('metric', 'sampled_out')
        const path = page || context.page()
        const metric = 'miniprogram.' + name + (name === 'first_paint' ? '.time' : '.duration')
        context.meter
          .gauge(metric, 'ms')
          .record(Math.round(value), path, (): Attributes => (path ? { 'miniprogram.page.path': path } : {}))
      }
      const { platform, guard } = context
      const entries = platform.observePerformance && platform.observePerformance(record)
      const missing = LIFECYCLE.filter(
        (name) => !entries || (platform.measures || LIFECYCLE).indexOf(name) < 0,
      )
      const lifecycle = missing.length ? observeLifecycle(context, record, missing) : undefined
      return () => undoAll(guard, [entries, lifecycle])
    },
  }
}

/** Pages whose load was seen and whose ready is awaited. */
interface Loading {
  path: string
  page?: object
  at: number
}

function observeLifecycle(context: Context, record: Record, names: PerformanceEntry['name'][]): Undo {
  const { clock, framework } = context
  const measure = (name: PerformanceEntry['name'], from: number, page?: string) => {
    if (names.indexOf(name) < 0) return
    const value = elapsed(from, clock.tick())
    if (value === undefined) context.drop('metric', 'clock')
    else record({ name, value, page })
  }
  const started = clock.tick()
  let launchedAt: number | undefined
  let launchPage: string | undefined
  let launched = false
  let loading: Loading[] = []
  let navigation: { path: string; at: number } | undefined

  const same = (a: { path: string; page?: object }, b: { path: string; page?: object }) =>
    a.page || b.page ? a.page === b.page : a.path === b.path
  const launch = (from: number, page?: string) => {
    if (launched) return
    launched = true
    measure('app_launch', from, page)
  }

  function onPage(event: PageEvent): void {
    const { phase, path, page } = event
    if (phase === 'navigate') navigation = { path, at: clock.tick() }
    else if (phase === 'load') loading = loading.slice(-9).concat({ path, page, at: clock.tick() })
    else if (phase === 'ready') {
      const found = loading.filter((l) => same(l, event))[0]
      if (found) measure('first_render', found.at, path)
      if (navigation && navigation.path === path) measure('route', navigation.at, path)
      // App() ran before us: our own start is the nearest that we know of the launch
      if (launchedAt === undefined) launch(started, path)
      forget(event)
    } else if (phase === 'hide' || phase === 'unload') forget(event)
  }
  function forget(event: PageEvent): void {
    loading = loading.filter((l) => !same(l, event))
    if (navigation && navigation.path === event.path) navigation = undefined
  }

  const undos: (Undo | undefined)[] = [
    framework.observePages(onPage),
    framework.observeApp &&
      framework.observeApp(({ phase, path }) => {
        if (phase === 'launch') {
          launchedAt = clock.tick()
          launchPage = path
        } else if (launchedAt !== undefined) launch(launchedAt, launchPage)
      }),
  ]
  return () => undoAll(context.guard, undos)
}
