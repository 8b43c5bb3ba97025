import type { Context } from '../../context.ts'
import type { PageEvent } from '../../framework.ts'
import { elapsed } from '../../internal/clock.ts'
import { undoAll, type Undo } from '../../internal/guard.ts'
import { hexId } from '../../internal/id.ts'
import type { RouteEvent } from '../../platform.ts'
import type { Opening, View, ViewListener, Views } from '../../view.ts'

/** ms within which a page tells that it is shown again when the app comes back; some never do. */
const BACK = 100

type Visit = Pick<View, 'path' | 'page'>

/** How a view ended; `away`: the app went to the background. */
type Ending = 'hide' | 'unload' | 'away'

interface Teller extends Views {
  begin(view: View): void
  ready(): void
  /** Of the one in front, if there is one. */
  end(how: Ending): void
  /** The last one that ended. */
  ended?: { visit: Visit; how: Ending }
}

/** What is known of where the app goes next. */
interface Plan {
  /** Loaded, and not shown yet. */
  loaded?: Visit
  planned?: RouteEvent
}

/** One whose life-cycle has no page object is told apart by its path. */
function isSame(one: Visit | undefined, { path, page }: Visit): boolean {
  return !!one && (one.page && page ? one.page === page : one.path === path)
}

/**
 * Puts together what the framework tells of pages, and the platform of the app and of routes.
 *
 * The framework's show is what counts. A route begins a view only where the framework has never told of that page's
 * show: pages whose hooks come from a behavior, those of a plug-in, and plain web pages.
 */
export function createViews(context: Context): Views & { undo: Undo } {
  const { clock, framework, guard, platform } = context
  const visits = createVisits(context)
  const { begin, plan, teller, wait } = visits
  const heard: { [path: string]: true } = {}
  let away = false

  function follow(route: RouteEvent): void {
    const { phase, path, opening = 'navigate' } = route
    if (phase === 'begin') plan.planned = route
    else if (away) return
    else if (phase === 'moved' ? !framework.currentPage : !heard[path] && path === context.page())
      begin({ path }, opening)
  }

  const undos = [
    framework.observePages((event) => {
      if (event.phase === 'show') heard[event.path] = true
      visits.see(event, away)
    }),
    platform.observeRoutes && platform.observeRoutes(follow),
    platform.on('show', () => {
      away = false
      const { ended } = teller
      if (!ended || ended.how !== 'away' || teller.current()) return
      // for pages that do not tell that they are shown again
      const { visit } = ended
      const time = clock.now()
      const tick = clock.tick()
      wait(() => visit.path === context.page() && begin(visit, 'show', time, tick))
    }),
    platform.on('hide', () => {
      away = true
      wait()
      teller.end('away')
      if (teller.ended) teller.ended.how = 'away'
    }),
  ]
  return {
    current: teller.current,
    observe: teller.observe,
    undo() {
      wait()
      teller.end('hide')
      undoAll(guard, undos)
    },
  }
}

/** One view after the other. */
function createVisits(context: Context) {
  const { clock, random } = context
  const teller = createTeller(context)
  const plan: Plan = {}
  let stopWaiting: Undo | undefined

  function begin(visit: Visit, known?: Opening, time = clock.now(), tick = clock.tick()): void {
    wait()
    teller.end('hide')
    const { ended } = teller
    const opening = known || openingOf(visit, plan, ended)
    const isNew = isSame(plan.loaded, visit)
    const from = ended && opening !== 'show' ? ended.visit.path : ''
    plan.planned = plan.loaded = undefined
    const { path, page } = visit
    teller.begin({ id: hexId(random, 16), path, page, from, opening, isNew, time, tick })
  }

  /** For this, and no longer for what was waited for. */
  function wait(then?: () => void): void {
    if (stopWaiting) stopWaiting()
    stopWaiting = then && clock.after(BACK, then)
  }

  /** A step in the life of a page; `away`: the app is in the background. */
  function see({ phase, path, page, opening }: PageEvent, away: boolean): void {
    const visit = { path, page }
    const view = teller.current()
    const { ended } = teller
    if (phase === 'navigate') plan.planned = { phase: 'begin', path, opening }
    else if (phase === 'load') plan.loaded = visit
    else if (phase === 'show') {
      if (view && isSame(view, visit)) view.page = page || view.page
      else if (!away) begin(visit)
    } else if (isSame(view, visit)) {
      if (phase === 'ready') teller.ready()
      else teller.end(phase)
    } else if (phase === 'unload' && ended && ended.how === 'hide' && isSame(ended.visit, visit))
      // hidden a moment ago, and gone: the next one comes in its place
      ended.how = phase
  }

  return { begin, plan, see, teller, wait }
}

/** What nobody has said follows from what became of the page before. */
function openingOf(visit: Visit, { loaded, planned }: Plan, ended: Teller['ended']): Opening {
  if (planned && planned.path === visit.path && planned.opening) return planned.opening
  if (!ended) return 'launch'
  const { how, visit: before } = ended
  const isNew = isSame(loaded, visit)
  if (how === 'away' && isSame(before, visit)) return 'show'
  if (how === 'away') return isNew ? 'launch' : 'back'
  if (isNew) return how === 'unload' ? 'redirect' : 'navigate'
  return how === 'unload' ? 'back' : 'switchTab'
}

/** Tells those who listen. */
function createTeller({ clock, guard }: Context): Teller {
  let listeners: ViewListener[] = []
  let view: View | undefined

  function tell<K extends keyof ViewListener>(what: K, stay?: number): void {
    const now = view!
    listeners.forEach((listener) => guard.run('page', () => listener[what] && listener[what]!(now, stay)))
  }

  const teller: Teller = {
    current: () => view,
    observe(listener) {
      listeners = listeners.concat(listener)
      if (view && listener.begin) guard.run('page', listener.begin, view)
      return () => {
        listeners = listeners.filter((each) => each !== listener)
      }
    },
    begin(now) {
      view = now
      tell('begin')
    },
    ready() {
      if (view!.ready) return
      view!.ready = true
      tell('ready')
    },
    end(how) {
      if (!view) return
      const { path, page, tick } = view
      teller.ended = { visit: { path, page }, how }
      tell('end', elapsed(tick, clock.tick()))
      view = undefined
    },
  }
  return teller
}
