/** Checked by `tsc`: what users of TypeScript are told. */
import { expectTypeOf, test } from 'vitest'
import { createApp, h } from 'vue'
import { createMonitor, MonitorProvider, useMonitor, usePagePerformance, type Monitor } from './index.ts'

test('createMonitor() is a plug-in of Vue', () => {
  createApp({}).use(createMonitor({ service: 'shop' }))
  // @ts-expect-error -- a service is required
  createMonitor({ collector: 'https://collector.example' })
  // @ts-expect-error -- there is no such option
  createMonitor({ service: 'shop', colector: 'https://collector.example' })
})

test('composables and <MonitorProvider>', () => {
  expectTypeOf(useMonitor()).toEqualTypeOf<Monitor>()
  expectTypeOf(usePagePerformance().mark).toEqualTypeOf<(name: string) => void>()
  h(MonitorProvider, { options: { service: 'shop' } })
  h(MonitorProvider, { monitor: useMonitor() })
  // @ts-expect-error -- options are an object
  h(MonitorProvider, { options: 'shop' })
})
