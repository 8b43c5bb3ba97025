import { elapsed } from '../../internal/clock.ts'
import { undoAll, type Any, type Undo } from '../../internal/guard.ts'
import { pathOf } from '../../internal/path.ts'
import type { DriverEnv, Platform, Vital } from '../../platform.ts'

type Role = 'begin' | 'fcp' | 'lcp'

/**
 * What the entries are, by their names: WeChat's belong together by their pageId (docs/platforms/wechat.md#paints), those
 * of ByteDance are of the launch alone (docs/platforms/bytedance.md#paints).
 */
const OF_PAGES: { [name: string]: Role } = {
  appLaunch: 'begin',
  route: 'begin',
  firstContentfulPaint: 'fcp',
  largestContentfulPaint: 'lcp',
}
const OF_LAUNCH: { [name: string]: Role } = {
  'app-click': 'begin',
  'first-contentful-paint': 'fcp',
  'largest-contentful-paint': 'lcp',
}
const TYPES = ['navigation', 'render', 'launch', 'paint']

/** Times of the entries of one page, ms. */
interface Visit {
  readonly id: unknown
  page?: string
  begin?: number
  fcp?: number
  lcp?: number
  told: { [role: string]: boolean }
}

/** ms for entries that belong together: those of launches and routes come when they are over, behind the paints. */
const PATIENCE = 5000
/** Pages that are remembered. */
const VISITS = 10

/** Where the base library has an observer: docs/platforms/wechat.md#entries */
export function miniVitals(
  api: Any,
  { clock, guard }: Pick<DriverEnv, 'clock' | 'guard'>,
): Platform['observeVitals'] {
  const source: Any = guard.run(
    'vitals',
    () => api.performance || (api.getPerformance && api.getPerformance()),
  )
  if (!source || !source.createObserver) return undefined
  return (pageInFront, tell) => {
    const visits = createVisits(pageInFront, tell)
    let waiting: Undo | undefined
    const finish = () => {
      if (waiting) waiting()
      waiting = undefined
      visits.settle()
    }
    const take = (list: Any) => {
      for (const entry of list.getEntries ? list.getEntries() : list)
        if (visits.see(Object(entry)) && !waiting)
          waiting = clock.after(PATIENCE, guard.wrap('vitals', finish))
    }
    const undos = TYPES.map((type) => observe(source, type, guard.wrap('vitals', take)))
    // what came before us: docs/platforms/wechat.md#buffer
    guard.run('vitals', take, source)
    return { finish, undo: () => undoAll(guard, undos) }
  }
}

/** Brings entries together that belong to one page. */
function createVisits(pageInFront: () => string, tell: (vital: Vital) => void) {
  let visits: Visit[] = []

  /** Whether there may be something to tell of. */
  function see({ name, pageId, path, startTime }: Any): boolean {
    const id = OF_LAUNCH[name] ? OF_LAUNCH : pageId
    const role = OF_LAUNCH[name] || OF_PAGES[name]
    // without a page nothing says what it belongs to
    if (!role || id === undefined || typeof startTime !== 'number') return false
    let visit = visits.filter((each) => each.id === id)[0]
    if (!visit) visits = visits.slice(1 - VISITS).concat((visit = { id, told: {} }))
    // the tap that opens the app is on none
    if (id !== OF_LAUNCH || role !== 'begin') {
      const page = pathOf(path) || pageInFront()
      if (visit.page === undefined) visit.page = page
      else if (visit.page !== page) return false
    }
    // of the largest the last, of the others the first
    if (role === 'lcp' || visit[role] === undefined) visit[role] = startTime
    return true
  }

  function settleOne(visit: Visit, name: 'fcp' | 'lcp'): void {
    const { begin, id, page = '', told } = visit
    const at = visit[name]
    // of a launch what comes later is another page's
    if (begin === undefined || told[name] || (at === undefined && id !== OF_LAUNCH)) return
    told[name] = true
    const value = at === undefined ? undefined : elapsed(begin, at)
    if (value !== undefined) tell({ name, value, page })
  }

  return {
    see,
    settle() {
      visits.forEach((visit) => {
        settleOne(visit, 'fcp')
        settleOne(visit, 'lcp')
      })
    },
  }
}

/** Types of other platforms are unknown, and may be refused: docs/platforms/wechat.md#observer */
function observe(source: Any, type: string, take: (list: Any) => void): Undo | undefined {
  try {
    const observer = source.createObserver(take)
    const { supportedEntryTypes: known } = observer
    if (known && known.indexOf(type) < 0) return
    observer.observe({ entryTypes: [type] })
    return () => observer.disconnect()
  } catch (_) {
    return undefined
  }
}
