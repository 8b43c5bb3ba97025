import { pagePerformance, type PagePerformance } from '../marks.ts'
import { useMonitor } from './plugin.ts'

export { registerInterceptor } from '../interceptor.ts'
export type { PagePerformance } from '../marks.ts'
export { createMonitor, useMonitor } from './plugin.ts'
export { MonitorProvider } from './provider.ts'
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

/** For marks of a page's own; call it in `setup()`. */
export function usePagePerformance(): PagePerformance {
  const monitor = useMonitor()
  return pagePerformance(() => monitor)
}
