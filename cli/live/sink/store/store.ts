import type { Sink } from '../sink.ts'
import { nameOf } from '../text.ts'
import type { ReceivedData, SinkRequest } from '../types.ts'
import { assemble, assembleError } from './assemble.ts'
import type { Parts } from './assemble.ts'
import { createCatalogue } from './catalogue.ts'
import { settleErrors } from './errors.ts'
import { identityOf, segmentIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import { payloadDetail } from './payload.ts'
import { addLog, addPoint, binOf } from './scope.ts'
import type { Scope } from './scope.ts'
import { createScopes } from './scopes.ts'
import type { ErrorDetail, Filter, PayloadDetail, Snapshot, Trace } from './snapshot.ts'
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
    scopes: createScopes(),
    traces: createTraces(),
    catalogue: createCatalogue(),
    arrived: { payloads: 0, bytes: 0 },
  }
  let version = 0
  const add = (data: ReceivedData): void => {
    addData(parts, data, now())
    version++
  }
  const addRequest = ({ bytes }: SinkRequest): void => {
    parts.arrived.payloads++
    parts.arrived.bytes += bytes
    version++
  }
  const clear = (): void => {
    for (const part of [parts.scopes, parts.traces, parts.catalogue]) part.clear()
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

function addData({ scopes, traces, catalogue }: Parts, data: ReceivedData, time: number): void {
  const touch = (identity: Identity, encoding: string): Scope => {
    const scope = scopes.of(identity)
    scope.lastSeen = time
    scope.signals++
    scope.encodings.add(encoding)
    binOf(scope, time).signals++
    return scope
  }
  const withResource = ({ resource, encoding }: ReceivedData['logs' | 'metrics'][number]): Scope => {
    const scope = touch(identityOf(resource), encoding)
    scope.version = nameOf(resource['service.version']) || scope.version
    scope.instance = nameOf(resource['service.instance.id']) || scope.instance
    return scope
  }
  for (const point of data.metrics) {
    addPoint(withResource(point), point, time)
    catalogue.addPoint(point)
  }
  const failing = new Set<Scope>()
  for (const log of data.logs) {
    const scope = withResource(log)
    if (addLog(scope, log, time)) failing.add(scope)
    else catalogue.addLog(log, time)
  }
  for (const { errors } of failing) settleErrors(errors, time)
  for (const span of data.spans) {
    touch(identityOf(span.resource), span.encoding)
    traces.addSpan(span)
  }
  for (const segment of data.segments) {
    touch(segmentIdentity(segment), segment.encoding)
    traces.addSegment(segment)
  }
}
