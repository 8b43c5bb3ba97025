// Receives what apps send, as a Collector or SkyWalking would, and remembers it. README.md says what lives here.
export { createSink } from './sink.ts'
export type { Sink, SinkOptions } from './sink.ts'
export { createReceiver } from './receiver.ts'
export type { Receiver, ReceiverOptions, Incoming } from './receiver.ts'
export type { Answer } from './answer.ts'
export { CHAOS_FAULTS } from './plans.ts'
export type { ChaosPlan, Fault, FaultKind, Plan } from './plans.ts'
export { seeded } from './random.ts'
export { createAccounts, missingIn, readReport } from './account.ts'
export type { DeviceAccount, DeviceReport, Tally } from './account.ts'
export { listen, listenerOf } from './listen.ts'
export type {
  Attributes,
  AttributeTypes,
  Encoding,
  KeyValue,
  Received,
  ReceivedData,
  ReceivedKeepAlive,
  ReceivedLog,
  ReceivedPoint,
  ReceivedSegment,
  ReceivedSpan,
  Repeat,
  SegmentReference,
  SegmentSpan,
  SignalPath,
  SinkRequest,
  Value,
  Violation,
} from './types.ts'
export { countOf } from './store/counts.ts'
export { createStore } from './store/store.ts'
export type { Store, StoreOptions } from './store/store.ts'
export type { Filter } from './store/filter.ts'
export type { Snapshot } from './store/snapshot.ts'
