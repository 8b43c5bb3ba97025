/** The slices of a kit, and what makes a monitor of them; the contracts, for parts of one's own. */

// what makes a monitor of options
export { assemble, type Services } from './kit/assemble.ts'
export { compose } from './kit/compose.ts'
export type { Draft, Kit, Slice } from './kit/kit.ts'
export { readOptions, withGiven, type Config } from './kit/options.ts'
export { nativePreset, preset } from './kit/preset.ts'
export {
  breadcrumbs,
  page,
  pageTraces,
  performance,
  session,
  views,
  vitals,
  webViews,
  webVitals,
} from './kit/page-slices.ts'
export {
  claims,
  consoleLog,
  device,
  errors,
  events,
  headers,
  lag,
  leaving,
  legacy,
  limits,
  memory,
  otlp,
  requests,
  resources,
  sampling,
  skywalking,
  storage,
  tracing,
  updates,
} from './kit/slices.ts'
export type { Options } from './kit/user-options.ts'
export { record, type RecordKind } from './raw/record.ts'

// what runs
export type { Diagnostics, Level, Monitor, MonitorCore, SpanHandle, UserApi } from './monitor/api.ts'
export { acquire, ensure, keepFramework, replace, running, succession } from './monitor/current.ts'
export { inertMonitor } from './monitor/inert.ts'
export type { Parts, Settings } from './monitor/parts.ts'
export { current, withUserApi } from './monitor/user-api.ts'

// parts that a kit names
export { otlpHttp } from './exporters/otlp-http.ts'
export { otlpJson } from './exporters/otlp-json.ts'
export { otlpProto } from './exporters/otlp-proto.ts'
export type { Trace, TracedCall } from './instrumentations/request/tracing.ts'
export { findPlatform } from './platforms/find.ts'
export type { PlatformName } from './platforms/names.ts'
export { b3 } from './propagators/b3.ts'
export { sw8 } from './propagators/sw8.ts'
export { w3c } from './propagators/w3c.ts'

// contracts
export type { Consent, Context, ErrorReport } from './context.ts'
export type { Batch, Exporter, ExportOutcome, Send } from './exporter.ts'
export type {
  AppEvent,
  Framework,
  FrameworkError,
  LogicalWatch,
  PageEvent,
  PagePhase,
  UpdateEvent,
} from './framework.ts'
export type { Instrumentation } from './instrumentation.ts'
export type { Instrument, Meter, MeterOptions } from './metric.ts'
export type {
  Call,
  CallObserver,
  CallWatch,
  Driver,
  DriverEnv,
  FindPlatform,
  HttpApi,
  Outcome,
  OwnRequest,
  OwnResult,
  PerformanceEntry,
  Platform,
  PlatformEvents,
  RouteEvent,
  Vital,
} from './platform.ts'
export type { Processor, ProcessorFactory, Redact, Why } from './processor.ts'
export type { Propagator } from './propagator.ts'
export type { Resource } from './resource.ts'
export type { Sampler } from './sampler.ts'
export type {
  Attributes,
  DropReason,
  KeepAlive,
  LogRecord,
  Metric,
  MetricType,
  Point,
  Segment,
  Signal,
  SignalKind,
  Span,
  SpanContext,
  Tagged,
  Time,
  Value,
} from './signal.ts'
export type { Storage } from './storage.ts'
export type { Crumb, CrumbData, Trail } from './trail.ts'
export type { Opening, PageLoad, PageLoads, View, ViewListener, Views } from './view.ts'
export type { Clock } from './internal/clock.ts'
export type { Diag } from './internal/diag.ts'
export type { Guard, Undo } from './internal/guard.ts'
export type { Random } from './internal/id.ts'
export type { Matcher } from './internal/match.ts'
