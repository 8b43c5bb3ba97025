import type { Arrival, Collector } from './collector.ts'
import { FLUSH_INTERVAL, type RunEnd, type World } from './device.ts'
import type { Emission } from './emissions.ts'
import type { CollectorMode, Kind } from './history.ts'

/** What a kill without warning may cost, ms. */
const BOUND: Record<Kind, number> = {
  error: 1000,
  log: FLUSH_INTERVAL,
  metric: FLUSH_INTERVAL,
  segment: FLUSH_INTERVAL,
  count: FLUSH_INTERVAL,
}
const SIGNAL: Record<Kind, string> = {
  error: 'log',
  log: 'log',
  metric: 'metric',
  segment: 'segment',
  count: 'metric',
}
/** Of requests under way, which can't be taken back. */
const BATCHES = 2
/** An answer takes 40 ms, and a removal from storage a few more. */
const NOTED_WITHIN = 100
/** Requests of one process of the app in any minute, whatever it meets. */
const PER_MINUTE = 60
/** But what is too large is halved at once, down to single records if need be. */
const PER_MINUTE_HALVING = 150

type Excuse = 'without consent' | 'storage failed' | 'just before a kill' | 'nothing is stored'

export interface Verdict {
  violations: string[]
  events: number
  delivered: number
  dropped: Record<string, number>
  /** Neither delivered nor counted, and rightly so. */
  excused: Record<string, number>
  repeats: number
  requests: number
  /** By what they met, the most requests in a minute. */
  busiest: Partial<Record<CollectorMode, number>>
}

/** Whether everything that was taken in is delivered once, or counted, or was killed unwritten within the bound. */
export function judge(world: World, stores = true): Verdict {
  const violations: string[] = []
  const dropped: Record<string, number> = {}
  const droppedBySignal: Record<string, number> = {}
  for (const end of world.ends) {
    for (const [signal, reasons] of Object.entries<Record<string, number>>(end.diagnostics.dropped)) {
      for (const [reason, n] of Object.entries(reasons)) {
        dropped[reason] = (dropped[reason] ?? 0) + n
        droppedBySignal[signal] = (droppedBySignal[signal] ?? 0) + n
      }
    }
    violations.push(...unbalanced(end), ...overfull(end, world.maxQueue))
  }

  const { delivered, excused, repeats, missing } = arrivals(world, violations, stores)
  for (const [signal, n] of Object.entries(missing)) {
    const counted = droppedBySignal[signal] ?? 0
    if (n > counted)
      violations.push(`${n} of kind ${signal} are unaccounted for: ${counted} were counted as dropped`)
  }

  const last = world.ends[world.ends.length - 1].diagnostics
  for (const [signal, n] of Object.entries<number>({ ...last.pending, ...last.stored })) {
    if (n) violations.push(`${n} of kind ${signal} never left the device: ${JSON.stringify(last)}`)
  }
  if (world.collector.peak > 2) violations.push(`${world.collector.peak} requests of the kit at once`)
  const busiest = busiestOf(world.collector.requests)
  for (const [mode, n] of Object.entries(busiest))
    if (n > (mode === '413' ? PER_MINUTE_HALVING : PER_MINUTE))
      violations.push(`${n} requests in a minute of ${mode}`)
  if (world.appErrors.length) violations.push(`the app saw ${JSON.stringify(world.appErrors[0])}`)
  return {
    violations,
    events: world.events,
    delivered,
    dropped,
    excused,
    repeats,
    requests: world.collector.requests.length,
    busiest,
  }
}

/** What waits is bounded, and so is what is under way. */
function overfull({ run, diagnostics }: RunEnd, maxQueue: number): string[] {
  const held = (diagnostics.pending.log ?? 0) + (diagnostics.pending.segment ?? 0)
  return held > maxQueue * (1 + BATCHES) ? [`run ${run}: ${held} held in memory`] : []
}

function unbalanced({ run, diagnostics: d }: RunEnd): string[] {
  const kinds = new Set([...Object.keys(d.taken), ...Object.keys(d.restored), ...Object.keys(d.dropped)])
  const sum = (reasons: Record<string, number> = {}) => Object.values(reasons).reduce((a, b) => a + b, 0)
  return [...kinds].flatMap((kind) => {
    const came = (d.taken[kind] ?? 0) + (d.restored[kind] ?? 0)
    const went =
      (d.delivered[kind] ?? 0) + sum(d.dropped[kind]) + (d.pending[kind] ?? 0) + (d.stored[kind] ?? 0)
    const account = {
      taken: d.taken,
      restored: d.restored,
      delivered: d.delivered,
      dropped: d.dropped,
      pending: d.pending,
      stored: d.stored,
    }
    return came === went ? [] : [`run ${run}: ${kind} came ${came}, went ${went}: ${JSON.stringify(account)}`]
  })
}

function arrivals(world: World, violations: string[], stores: boolean) {
  const missing: Record<string, number> = {}
  let delivered = 0
  const excused: Record<string, number> = {}
  let repeats = 0
  const uidsOf = (tag: string) => new Set((world.collector.taken.get(tag) ?? []).map((a) => a.uid))
  for (const [tag, list] of world.collector.taken) {
    for (const uid of new Set(list.map((arrival) => arrival.uid))) {
      const times = list.filter((arrival) => arrival.uid === uid)
      repeats += times.length - 1
      if (times.length > 1 && !mayRepeat(world, times)) {
        violations.push(`${tag} came ${times.length} times though no answer was lost`)
      }
    }
  }
  const left = new Map<string, number>()
  const held: Held = new Map()
  for (const emission of world.emissions) {
    if (emission.kind === 'count') continue
    const uids = left.get(emission.tag) ?? uidsOf(emission.tag).size
    left.set(emission.tag, uids - 1)
    if (uids > 0) {
      delivered++
      continue
    }
    const why = excuse(world, emission) ?? (stores ? undefined : inMemory(world, emission, held))
    if (why) excused[why] = (excused[why] ?? 0) + 1
    else missing[SIGNAL[emission.kind]] = (missing[SIGNAL[emission.kind]] ?? 0) + 1
  }
  for (const [tag, n] of left) if (n > 0) violations.push(`${n} more of ${tag} came than there were`)
  return { delivered, excused, repeats, missing }
}

/** The answer to the first was lost or cut off, or a kill came before it was noted. */
function mayRepeat(world: World, [first]: Arrival[]): boolean {
  const killed = world.ends.some(
    ({ asleepAt = Infinity, at }) => at >= first.at! && Math.min(asleepAt, at) - first.at! < NOTED_WITHIN,
  )
  return (
    killed ||
    first.cut ||
    world.collector.ambiguous ||
    world.ends.some((end) => end.storageFailedAt !== undefined || end.inWrite)
  )
}

/** Why it may be missing without being counted; undefined if it may not. */
function excuse(world: World, emission: Emission): Excuse | undefined {
  const end = world.ends.find((e) => e.run === emission.run)!
  const answer = end.answers.find((a) => a.at >= emission.at)
  // what was held is taken in when consent comes
  const { at, hides } = emission.consent === 'pending' && answer?.granted ? answer : emission
  if (emission.consent === 'pending' && !answer) return 'without consent'
  // asked to erase it, and killed before that was counted
  if (end.answers.some((a) => !a.granted && a.at >= at)) return 'without consent'
  if (end.storageFailedAt !== undefined && end.storageFailedAt >= at) return 'storage failed'
  const young = end.hides === hides && end.at - at <= BOUND[emission.kind]
  return young ? 'just before a kill' : undefined
}

/** By run and signal, how many of those that memory held at the end have been found missing. */
type Held = Map<string, number>

/** Of a kit that stores nothing: what a run's account has as pending at its end, and not one more. */
function inMemory(world: World, { kind, run }: Emission, held: Held): Excuse | undefined {
  const end = world.ends.find((each) => each.run === run)!
  const key = `${run} ${SIGNAL[kind]}`
  const n = (held.get(key) ?? 0) + 1
  held.set(key, n)
  return n <= (end.diagnostics.pending[SIGNAL[kind]] ?? 0) ? 'nothing is stored' : undefined
}

function busiestOf(requests: Collector['requests']): Verdict['busiest'] {
  const busiest: Verdict['busiest'] = {}
  const like = new Map<string, number[]>()
  for (const { at, mode, run } of requests) {
    const times = like.get(mode + run) ?? []
    like.set(mode + run, times)
    times.push(at)
    while (at - times[0] > 60000) times.shift()
    busiest[mode] = Math.max(busiest[mode] ?? 0, times.length)
  }
  return busiest
}
