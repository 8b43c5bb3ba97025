import { type Any, noop, type Undo, undoAll } from '../../internal/guard.ts'
import type { DriverEnv, Platform } from '../../platform.ts'
import { measuring } from '../calls/entries.ts'
import { isHidden } from './events.ts'
import { listen } from './requests.ts'

/** When the page was first in the background. */
export interface Background {
  since: number
}

function entriesOf(type: string): Any[] {
  const { performance } = window
  return (performance.getEntriesByType && performance.getEntriesByType(type)) || []
}

/** When a page that had been loaded ahead was opened. */
export function openedAt(): number {
  return Object(entriesOf('navigation')[0]).activationStart || 0
}

/** What is hidden when we come has always been, where the browser knows no better. */
export function backgroundOf(): Background {
  const opened = openedAt()
  const turns = entriesOf('visibility-state')
  const [first] = turns.filter(({ name, startTime }) => name === 'hidden' && startTime >= opened)
  if (first) return { since: first.startTime }
  return { since: isHidden() ? 0 : Infinity }
}

/** When what was changed now is on the screen. */
function afterFrames(done: () => void): void {
  if (typeof requestAnimationFrame !== 'function') return
  const frame = requestAnimationFrame
  frame(() => frame(done))
}

/** A page that comes back whole renders anew, two frames later at most: docs/platforms/h5.md#background */
export function observeReturns(
  env: Pick<DriverEnv, 'guard'>,
  background: Background,
  listener: (ms: number) => void,
): Undo {
  let hides = 0
  const undos = [
    listen(document, ['visibilitychange'], () => {
      if (!isHidden()) return
      hides++
      background.since = Math.min(background.since, window.performance.now())
    }),
    listen(
      window,
      ['pageshow'],
      env.guard.wrap('performance', ({ persisted, timeStamp }: Any) => {
        if (!persisted || isHidden()) return
        const before = hides
        const done = () => hides === before && listener(window.performance.now() - timeStamp)
        afterFrames(env.guard.wrap('performance', done))
      }),
    ),
  ]
  return () => undoAll(env.guard, undos)
}

/**
 * What the browser measures itself, where it has an observer, as somebody sees it who is there: nothing that a page in
 * the background painted when it was looked at, nothing of the time before a prerendered page was opened. As web-vitals
 * has it: docs/platforms/h5.md#background
 */
export function webEntries(env: DriverEnv): Partial<Platform> | undefined {
  if (typeof PerformanceObserver !== 'function') return undefined
  const { performance } = window
  let background: Background
  const { measures, observePerformance } = measuring(
    env,
    {
      createObserver: (callback) => new PerformanceObserver(callback),
      getEntries: () => performance.getEntries(),
    },
    {
      navigation: { '': 'app_launch' },
      paint: { 'first-contentful-paint': 'first_render', 'first-paint': 'first_paint' },
    },
    ({ duration, entryType, startTime }, paint) => {
      if (entryType === 'paint' && startTime >= background.since) return -1
      if (paint) return startTime + performance.timeOrigin || -1
      const end = startTime + duration
      // a page that is still loading has no duration yet: docs/platforms/h5.md#loading
      return end > 0 ? Math.max(end - openedAt(), 0) : -1
    },
  )
  return {
    measures,
    observePerformance(listener) {
      let undo: Undo = noop
      const begin = () => {
        undo()
        background = backgroundOf()
        const rendered = (value: number) => listener({ name: 'first_render', value })
        const undos = [observeReturns(env, background, rendered), observePerformance!(listener)]
        undo = () => undoAll(env.guard, undos)
      }
      // loaded ahead, it is nobody's yet
      if ((document as Any).prerendering)
        undo = listen(document, ['prerenderingchange'], env.guard.wrap('performance', begin))
      else begin()
      return () => undo()
    },
  }
}
