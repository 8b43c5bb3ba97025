export { createSink } from './sink.ts'
export type { Sink, SinkOptions } from './sink.ts'
export { createReceiver } from './receiver.ts'
export type { Receiver, ReceiverOptions, Incoming } from './receiver.ts'
export type { Answer } from './answer.ts'
export { CHAOS_FAULTS, seeded } from './faults.ts'
export type { ChaosPlan, Fault, FaultKind } from './faults.ts'
export { createAccounts, missingIn, readReport } from './account.ts'
export type { DeviceAccount, DeviceReport, Tally } from './account.ts'
export { listen } from './listen.ts'
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
export { createStore } from './store/store.ts'
export type { Store, StoreOptions } from './store/store.ts'
export type { Filter, Snapshot } from './store/snapshot.ts'
