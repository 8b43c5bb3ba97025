import type { Sink } from '../sink.ts'
import { nameOf } from '../text.ts'
import type { ReceivedData, SinkRequest } from '../types.ts'
import { assemble, assembleError } from './assemble.ts'
import type { Parts } from './assemble.ts'
import { createCatalogue } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import { pruneErrors, settleErrors } from './errors.ts'
import { createHistory } from './history.ts'
import { identityOf, segmentIdentity, trailOf } from './identity.ts'
import type { Identity, Trail } from './identity.ts'
import { payloadDetail } from './payload.ts'
import { addLog, addPoint } from './scope.ts'
import type { Scope } from './scope.ts'
import type { Filter } from './filter.ts'
import type { ErrorDetail, PayloadDetail, Snapshot, Trace } from './snapshot.ts'
import { BIN_COUNT, binAt } from './time.ts'
import { createTraces } from './traces.ts'

/** What the page asks for. */
export interface Store {
  /** Changes whenever there is something new. */
  readonly version: number
  snapshot(filter?: Filter): Snapshot
  payload(id: number): PayloadDetail | undefined
  trace(id: string): Trace | undefined
  error(id: string, filter?: Filter): ErrorDetail | undefined
  /** Stops listening to the sink. */
  close(): void
}

export interface StoreOptions {
  sink: Sink
  /** ms since the epoch; default Date.now. */
  now?: () => number
}

/** Sums up what a sink takes in, in bounded memory. */
export function createStore({ sink, now = Date.now }: StoreOptions): Store {
  const parts: Parts = {
    sink,
    startedAt: now(),
    history: createHistory(),
    traces: createTraces(),
    catalogue: createCatalogue(),
    arrived: { payloads: 0, bytes: 0 },
  }
  let version = 0
  const add = (data: ReceivedData): void => {
    const time = now()
    for (const { errors } of parts.history.all()) pruneErrors(errors, binAt(time) - BIN_COUNT)
    addData(parts, data, time)
    version++
  }
  const addRequest = ({ bytes }: SinkRequest): void => {
    parts.arrived.payloads++
    parts.arrived.bytes += bytes
    version++
  }
  const clear = (): void => {
    for (const part of [parts.history, parts.traces, parts.catalogue]) part.clear()
    parts.arrived = { payloads: 0, bytes: 0 }
    version++
  }
  add(sink.received)
  sink.requests.forEach(addRequest)
  const undos = [
    sink.on('data', add),
    sink.on('request', addRequest),
    sink.on('devices', () => void version++),
    sink.on('clear', clear),
  ]
  return {
    get version() {
      return version
    },
    snapshot: (filter = {}) => assemble(parts, filter, now()),
    payload(id) {
      const request = sink.requests.find((each) => each.id === id)
      return request && payloadDetail(request)
    },
    trace: parts.traces.get,
    error: (id, filter = {}) => assembleError(parts, id, filter, now()),
    close: () => undos.forEach((undo) => undo()),
  }
}

function addData(parts: Parts, data: ReceivedData, time: number): void {
  const { history, traces, catalogue } = parts
  const touch = (identity: Identity, encoding: string, trail?: Trail): Scope[] => {
    const scopes = history.of(identity, time, trail)
    for (const scope of scopes) {
      scope.lastSeen = time
      scope.signals++
      scope.encodings.add(encoding)
    }
    return scopes
  }
  const withResource = ({ resource, encoding }: ReceivedData['logs' | 'metrics'][number]): Scope[] => {
    const scopes = touch(identityOf(resource), encoding)
    for (const scope of scopes) scope.instance = nameOf(resource['service.instance.id']) || scope.instance
    return scopes
  }
  for (const point of data.metrics) {
    for (const scope of withResource(point)) addPoint(scope, point)
    catalogue.addPoint(point)
  }
  addLogs(data.logs, withResource, catalogue, time)
  const addTrace = (scopes: Scope[], add: (identity: Identity, time: number) => boolean): void => {
    if (add(scopes[0]!.identity, time)) for (const scope of scopes) scope.traces++
  }
  for (const span of data.spans)
    addTrace(touch(identityOf(span.resource), span.encoding), (...to) => traces.addSpan(span, ...to))
  for (const segment of data.segments)
    addTrace(touch(segmentIdentity(segment), segment.encoding, trailOf(segment)), (...to) =>
      traces.addSegment(segment, ...to),
    )
}

function addLogs(
  logs: ReceivedData['logs'],
  scopesOf: (log: ReceivedData['logs'][number]) => Scope[],
  catalogue: Catalogue,
  time: number,
): void {
  const failing = new Set<Scope>()
  for (const log of logs) {
    const scopes = scopesOf(log)
    // All of them say the same of it.
    const [isError] = scopes.map((scope) => addLog(scope, log, time))
    if (isError) scopes.forEach((scope) => failing.add(scope))
    else catalogue.addLog(log, time)
  }
  for (const { errors } of failing) settleErrors(errors, time)
}
