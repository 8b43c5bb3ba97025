import type { Diag } from '../internal/diag.ts'
import { noop } from '../internal/guard.ts'
import type { Monitor } from './api.ts'

/** A monitor that does nothing: on a server, in a test, above a missing provider. */
export function inertMonitor(
  diag: Pick<Diag, 'errors' | 'warnings'> = { errors: [], warnings: [] },
): Monitor {
  const done = () => Promise.resolve()
  const context = { traceId: '', spanId: '', segmentId: '', sampled: false }
  const none = {}
  const { errors, warnings } = diag
  const monitor: Monitor = {
    equip: () => monitor,
    captureError: noop,
    log: noop,
    addBreadcrumb: noop,
    linkUrl: (url) => url,
    gauge: noop,
    count: noop,
    histogram: noop,
    startSpan: () => ({ context, setAttribute: noop, setError: noop, end: noop }),
    emit: noop,
    refuse: noop,
    setAttributes: noop,
    setUser: noop,
    setConsent: noop,
    flush: done,
    shutdown: done,
    diagnostics: () => ({
      state: 'inactive',
      platform: '',
      framework: '',
      taken: none,
      restored: none,
      delivered: none,
      dropped: none,
      pending: none,
      storage: false,
      stored: none,
      collector: [],
      patched: none,
      errors,
      warnings,
    }),
  }
  return monitor
}
