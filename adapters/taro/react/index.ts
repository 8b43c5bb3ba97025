export { registerInterceptor } from '../interceptor.ts'
export type { PagePerformance } from '../marks.ts'
export { MonitorErrorBoundary, type MonitorErrorBoundaryProps } from './boundary.ts'
export { useMonitor } from './context.ts'
export { MonitorProvider, type MonitorProviderProps } from './provider.ts'
export { usePagePerformance } from './use-page-performance.ts'
export { withMonitor } from './with-monitor.ts'
export { record } from '../../../core/index.ts'
export type {
  Attributes,
  Diagnostics,
  Monitor,
  Options,
  PlatformName,
  Signal,
  SpanContext,
  SpanHandle,
} from '../../../core/index.ts'
