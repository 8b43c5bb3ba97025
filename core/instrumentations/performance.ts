import type { Context } from '../context.ts'
import type { PageEvent } from '../framework.ts'
import type { Instrumentation } from '../instrumentation.ts'
import { elapsed } from '../internal/clock.ts'
import { undoAll, type Undo } from '../internal/guard.ts'
import {
  MINIPROGRAM_APP_LAUNCH_DURATION,
  MINIPROGRAM_FIRST_PAINT_TIME,
  MINIPROGRAM_FIRST_RENDER_DURATION,
  MINIPROGRAM_PACKAGE_LOAD_DURATION,
  MINIPROGRAM_PAGE_PATH,
  MINIPROGRAM_ROUTE_DURATION,
  MINIPROGRAM_SCRIPT_DURATION,
} from '../names.ts'
import type { PerformanceEntry } from '../platform.ts'
import type { Attributes } from '../signal.ts'

/** What entries tell of where a platform does not say it: docs/platforms/wechat.md#entries */
const LIFECYCLE: PerformanceEntry['name'][] = ['app_launch', 'first_render', 'route']

const GAUGES: { [name in PerformanceEntry['name']]: string } = {
  app_launch: MINIPROGRAM_APP_LAUNCH_DURATION,
  first_render: MINIPROGRAM_FIRST_RENDER_DURATION,
  first_paint: MINIPROGRAM_FIRST_PAINT_TIME,
  route: MINIPROGRAM_ROUTE_DURATION,
  script: MINIPROGRAM_SCRIPT_DURATION,
  package_load: MINIPROGRAM_PACKAGE_LOAD_DURATION,
}

type Listener = (entry: PerformanceEntry) => void
/** Whether the runtime tells of it. */
type IsMeasured = (name: PerformanceEntry['name']) => boolean

/** ms within which a runtime that measures has told something: some have an observer and never do. */
const PATIENCE = 5000

/** How long launches, routes and first renders take: from the runtime's entries, or else from the life-cycle. */
export function performanceInstrumentation(): Instrumentation {
  return {
    name: 'performance',
    install(context) {
      const record: Listener = ({ name, value, page }) => {
        if (!context.keep('perf')) return context.drop('metric', 'sampled_out')
        const path = page === undefined ? context.page() : page
        context.meter
          .gauge(GAUGES[name], 'ms')
          .record(Math.round(value), path, (): Attributes => (path ? { [MINIPROGRAM_PAGE_PATH]: path } : {}))
      }
      const { platform, guard } = context
      let told = false
      const entries =
        platform.observePerformance &&
        platform.observePerformance((entry) => {
          told = true
          record(entry)
        })
      const measured = entries ? platform.measures || LIFECYCLE : []
      /** What the life-cycle tells of, in case that the runtime never does. */
      let held: PerformanceEntry[] = []
      const settle = () => {
        if (!told) held.forEach(record)
        held = []
      }
      const isMeasured: IsMeasured = (name) => measured.indexOf(name) >= 0
      const hold: Listener = (entry) => {
        entry.page = entry.page || context.page()
        if (!isMeasured(entry.name)) return record(entry)
        if (!held.length) context.clock.after(PATIENCE, settle)
        held.push(entry)
      }
      const undos = observeLifecycle(context, hold, (name) => told && isMeasured(name)).concat(
        entries,
        settle,
        entries && platform.on('hide', settle),
      )
      return () => undoAll(guard, undos)
    },
  }
}

type Visit = Pick<PageEvent, 'path' | 'page'> & { at: number }

function observeLifecycle(
  { clock, framework, drop }: Context,
  record: Listener,
  isMeasured: IsMeasured,
): (Undo | undefined)[] {
  const measure = (name: PerformanceEntry['name'], from: number, page?: string) => {
    if (isMeasured(name)) return
    const value = elapsed(from, clock.tick())
    if (value === undefined) drop('metric', 'clock')
    else record({ name, value, page })
  }
  // App() ran before us: our own start is the nearest that we know of the launch
  let launchedAt = clock.tick()
  let launchPage: string | undefined
  let seen = false
  let launched = false
  /** Pages whose load was seen and whose ready is awaited. */
  let loading: Visit[] = []
  let navigation: Visit | undefined

  const launch = (page?: string) => {
    if (!launched) measure('app_launch', launchedAt, page)
    launched = true
  }

  return [
    framework.observePages(({ phase, path, page }) => {
      const now = { path, page, at: clock.tick() }
      if (phase === 'navigate') navigation = now
      else if (phase === 'load') loading = loading.slice(-9).concat(now)
      else if (phase !== 'show') {
        const same = (l: Visit) => (l.page || page ? l.page === page : l.path === path)
        const found = loading.filter(same)[0]
        // the page before may have the same path: only what was loaded since has arrived, or goes again
        const arrived = found && navigation && navigation.path === path ? navigation : undefined
        if (phase === 'ready') {
          if (found) measure('first_render', found.at, path)
          if (arrived) measure('route', arrived.at, path)
          if (!seen) launch(path)
        }
        loading = loading.filter((l) => !same(l))
        if (arrived) navigation = undefined
      }
    }),
    framework.observeApp &&
      framework.observeApp(({ phase, path }) => {
        if (phase === 'launch') {
          seen = true
          launchedAt = clock.tick()
          launchPage = path
        } else if (seen) launch(launchPage)
      }),
  ]
}
