import type { Framework, FrameworkError, LogicalWatch, PageEvent, UpdateEvent } from '../../core/framework.ts'
import type { Call } from '../../core/platform.ts'
import { aCall } from './platform.ts'

export interface FakeFramework extends Framework {
  onPage(event: PageEvent): void
  onError(event: FrameworkError): void
  onApp(phase: 'launch' | 'show'): void
  onUpdate(event: UpdateEvent): void
  /** The framework's interceptor sees a request; undefined: nobody asks for it. */
  begin(call: Partial<Call>): LogicalWatch | undefined
  listening(name: 'page' | 'error' | 'app' | 'update' | 'request'): number
}

export function fakeFramework(): FakeFramework {
  const hubs = {
    page: new Set<never>(),
    error: new Set<never>(),
    app: new Set<never>(),
    update: new Set<never>(),
    request: new Set<never>(),
  }
  const on = (name: keyof typeof hubs) => (listener: unknown) => {
    hubs[name].add(listener as never)
    return () => void hubs[name].delete(listener as never)
  }
  const tell = (name: keyof typeof hubs, event: unknown) =>
    hubs[name].forEach((listener) => (listener as (event: unknown) => void)(event))
  return {
    name: 'fake',
    observePages: on('page'),
    observeErrors: on('error'),
    observeApp: on('app'),
    observeUpdates: on('update'),
    observeRequests: on('request'),
    onPage: (event) => tell('page', event),
    onError: (event) => tell('error', event),
    onApp: (phase) => tell('app', { phase }),
    onUpdate: (event) => tell('update', event),
    begin(call) {
      const [begin] = hubs.request as Set<unknown> as Set<(call: Call) => LogicalWatch | undefined>
      return begin?.(aCall(call))
    },
    listening: (name) => hubs[name].size,
  }
}
