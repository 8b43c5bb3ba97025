import type { Context } from '../../context.ts'
import { elapsed } from '../../internal/clock.ts'
import type { Undo } from '../../internal/guard.ts'
import { hexId, rootSpanId } from '../../internal/id.ts'
import { MINIPROGRAM_PAGE_OPENING, MINIPROGRAM_PAGE_VIEW_ID } from '../../names.ts'
import type { Sampler } from '../../sampler.ts'
import type { Attributes } from '../../signal.ts'
import type { PageLoad, View } from '../../view.ts'

/** ms for which nothing is under way where a page has loaded. */
const QUIET = 100
/** ms; what takes longer is told of as far as it has come. */
const LONGEST = 30000

/** By both clocks: the wall clock, in ms since the epoch, and the one for durations. */
export interface Moment {
  time: number
  tick: number
}

type Page = Pick<View, 'path' | 'page'>

/** One page's: until it is ready and nothing of it was under way for a while. */
export interface Loading extends PageLoad, Page {
  /** Once it is in front. */
  view?: View
  /** When it was decided to go there, or else loaded. */
  routed?: Moment
  /** How many updates were told of. */
  updates: number
  /** Something has begun that is a part of it. */
  join(): void
  ready(): void
  /** A part of it, from then until now. */
  part(name: string, from: Moment, attributes?: Attributes): void
  /** Whatever is under way. */
  finish(): void
}

export function createLoading(
  context: Context,
  root: Root,
  { path, page }: Page,
  start: Moment,
  over: () => void,
): Loading {
  const { clock, random } = context
  const { spanId } = root
  let parts = 0
  let active = 0
  let isOver = false
  let stopWaiting: Undo | undefined

  /** Until nothing is under way, and for a moment longer. */
  function wait(): void {
    const last = clock.tick()
    if (stopWaiting) stopWaiting()
    stopWaiting = !isOver && isReady && !active ? clock.after(QUIET, () => end(last)) : undefined
  }

  function end(until: number): void {
    if (isOver) return
    isOver = true
    stopLimit()
    wait()
    over()
    // a redirect on the way asked for nothing, and was seen by nobody
    if (loading.view || parts) tell(context, loading, path, start, until, spanId, attributesOf(loading.view))
  }

  let isReady = false
  const finish = () => end(clock.tick())
  const stopLimit = clock.after(LONGEST, finish)
  const loading: Loading = Object.assign({}, root, {
    path,
    page,
    updates: 0,
    finish,
    join() {
      active++
      parts++
      wait()
    },
    leave() {
      active--
      wait()
    },
    ready() {
      isReady = true
      if (loading.routed) loading.part('route', loading.routed)
    },
    part(name: string, from: Moment, attributes: Attributes = {}) {
      tell(context, loading, name, from, clock.tick(), hexId(random, 16), attributes)
      wait()
    },
  })
  return loading
}

type Root = Omit<PageLoad, 'leave'>

/** A new trace, or that of the mini program which opened this page. */
export function rootOf(context: Context, sampler: Sampler): Root {
  const { arrival, random } = context
  context.arrival = undefined
  if (arrival && arrival.traceId)
    return {
      traceId: arrival.traceId,
      spanId: hexId(random, 16),
      sampled: true,
      parentSpanId: arrival.spanId,
    }
  const traceId = context.traceId()
  const sampled =
    context.keep('request') && sampler.shouldSample({ traceId, session: context.session(), url: '' })
  return { traceId, spanId: rootSpanId(traceId), sampled }
}

function attributesOf(view?: View): Attributes {
  return view ? { [MINIPROGRAM_PAGE_VIEW_ID]: view.id, [MINIPROGRAM_PAGE_OPENING]: view.opening } : {}
}

/** A span of it: the root, or one below. */
function tell(
  context: Context,
  { parentSpanId, path, sampled, spanId, traceId }: Loading,
  name: string,
  { tick, time }: Moment,
  until: number,
  id: string,
  attributes: Attributes,
): void {
  if (!sampled) return
  const duration = elapsed(tick, until)
  if (duration === undefined) return context.drop('span', 'clock')
  context.emit({
    kind: 'span',
    traceId,
    spanId: id,
    parentSpanId: id === spanId ? parentSpanId : spanId,
    name,
    spanKind: 1,
    start: time,
    end: time + duration,
    attributes,
    status: 0,
    page: path,
  })
}
