import { type Any, type Guard, noop, type Undo, undoAll } from '../../internal/guard.ts'
import type { Platform, Vital } from '../../platform.ts'
import { backgroundOf, observeReturns, openedAt } from './entries.ts'
import { isHidden } from './events.ts'
import { isWebPage, listen } from './requests.ts'

/*
 * By the definitions of https://github.com/GoogleChrome/web-vitals, of which docs/platforms/h5.md#vitals says what is
 * meant by each; a test in a real browser compares the two.
 */

/** ms between two shifts of one session, and the longest session: https://web.dev/articles/cls */
const GAP = 1000
const SESSION = 5000
/** Of this many interactions one may be slower: https://web.dev/articles/inp */
const FORGIVEN = 50
const LONGEST = 10

interface Interaction {
  id: number
  ms: number
  page: string
}

type Tell = (name: Vital['name'], value: number, page?: string) => void

/** One type of entries; gives what takes those that are not delivered yet. */
type Observe = (type: string, take: (entry: Any) => void, options?: object) => Undo

/** As somebody sees it who is there: docs/platforms/h5.md#background */
export function observeWebVitals(guard: Guard): Platform['observeVitals'] {
  if (!isWebPage() || typeof PerformanceObserver !== 'function') return undefined
  return (page, tell) => {
    let undo = noop
    let finish = noop
    const begin = guard.wrap('vitals', () => {
      undo()
      const undos: Undo[] = []
      const observe: Observe = (type, take, options) => {
        if (PerformanceObserver.supportedEntryTypes.indexOf(type) < 0) return noop
        const takeAll = (entries: Any[]) => entries.forEach(take)
        const observer = new PerformanceObserver(guard.wrap('vitals', (list) => takeAll(list.getEntries())))
        observer.observe(Object.assign({ type, buffered: true }, options))
        undos.push(() => observer.disconnect())
        return () => takeAll(observer.takeRecords())
      }
      const parts = watch(guard, undos, observe, page, (name, value, at = page()) =>
        tell({ name, value, page: at }),
      )
      finish = () => parts.forEach((end) => guard.run('vitals', end))
      undo = () => undoAll(guard, undos)
    })
    if (PerformanceObserver.supportedEntryTypes) {
      // loaded ahead, it is nobody's yet
      if ((document as Any).prerendering) undo = listen(document, ['prerenderingchange'], begin)
      else begin()
    }
    return { finish: () => finish(), undo: () => undo() }
  }
}

/** What is to be done when the page is left. */
function watch(guard: Guard, undos: Undo[], observe: Observe, page: () => string, tell: Tell): Undo[] {
  const background = backgroundOf()
  /** Since the page was opened; undefined of what nobody was there to see. */
  const seen = ({ startTime }: Any) =>
    startTime < background.since ? Math.max(startTime - openedAt(), 0) : undefined
  const shifts = watchShifts(observe, tell)
  const interactions = watchInteractions(observe, page, tell)
  const largest = watchLargest(observe, page, seen, tell)
  let painted = false
  const paint = (value: number | undefined) => {
    if (painted || value === undefined) return
    painted = true
    tell('fcp', value)
  }
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') paint(seen(entry))
  })
  undos.push(
    // the browser ends the search for the largest at the first input, too
    listen(
      window,
      ['keydown', 'click'],
      guard.wrap('vitals', ({ isTrusted }: Any) => isTrusted && largest()),
    ),
    observeReturns({ guard }, background, (value) => {
      painted = false
      paint(value)
      tell('lcp', value)
    }),
    listen(
      window,
      ['pageshow'],
      guard.wrap('vitals', ({ persisted }: Any) => {
        if (!persisted || isHidden()) return
        shifts.restart()
        interactions.restart()
      }),
    ),
  )
  return [largest, () => painted && shifts.end(), interactions.end]
}

/** Gives what ends it. */
function watchLargest(
  observe: Observe,
  page: () => string,
  seen: (entry: Any) => number | undefined,
  tell: Tell,
): Undo {
  let last: { value: number; at: string } | undefined
  let over = false
  const rest = observe('largest-contentful-paint', (entry) => {
    const value = seen(entry)
    if (value !== undefined && !over) last = { value, at: page() }
  })
  return () => {
    if (over) return
    rest()
    over = true
    if (last) tell('lcp', last.value, last.at)
  }
}

/** The worst session of shifts; one that is none is told as 0. */
function watchShifts(observe: Observe, tell: Tell) {
  let worst = 0
  let session = 0
  let first = 0
  let last = 0
  let over = false
  const rest = observe('layout-shift', ({ hadRecentInput, startTime, value }) => {
    if (hadRecentInput) return
    if (session && startTime - last < GAP && startTime - first < SESSION) session += value
    else {
      session = value
      first = startTime
    }
    last = startTime
    worst = Math.max(worst, session)
  })
  return {
    restart() {
      worst = session = 0
      over = false
    },
    end() {
      // without such entries nothing is known
      if (over || rest === noop) return
      rest()
      over = true
      tell('cls', worst)
    },
  }
}

/** The slowest of the interactions, but for one in fifty. */
function watchInteractions(observe: Observe, page: () => string, tell: Tell) {
  let slowest: Interaction[] = []
  let least = Infinity
  let most = 0
  let before = 0
  let over = false
  const { performance }: Any = window
  // ids grow by 7 from one to the next, where the browser does not count them
  const count = () => (performance.interactionCount || (most ? (most - least) / 7 + 1 : 0)) as number
  const see = ({ duration, interactionId }: Any) => {
    if (!interactionId) return
    least = Math.min(least, interactionId)
    most = Math.max(most, interactionId)
    const known = slowest.filter(({ id }) => id === interactionId)[0]
    if (known) known.ms = Math.max(known.ms, duration)
    else slowest.push({ id: interactionId, ms: duration, page: page() })
    slowest = slowest.sort((a, b) => b.ms - a.ms).slice(0, LONGEST)
  }
  // two frames and a half, as web-vitals has it; the first one counts if it was faster, too
  const rests = [observe('event', see, { durationThreshold: 40 }), observe('first-input', see)]
  return {
    restart() {
      slowest = []
      before = count()
      over = false
    },
    end() {
      if (over) return
      rests.forEach((rest) => rest())
      const found = slowest[Math.min(slowest.length - 1, Math.floor((count() - before) / FORGIVEN))]
      if (!found) return
      over = true
      tell('inp', found.ms, found.page)
    },
  }
}
