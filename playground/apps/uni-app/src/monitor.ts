import type { Options } from 'mini-monitor/uni-app'

/** The same that vite.config.ts gives to the build plug-in. */
export const options: Options = {
  service: 'coral-shop',
  serviceVersion: 'v2.3.1',
  collector: 'https://collector.example.com',
  traceCollector: 'https://traces.example.com',
  flushInterval: 700,
  enable: { tracing: true },
  updates: true,
  request: { urlGroupRules: { '/products/{id}': /\/api\/products\/\d+$/ } },
}
