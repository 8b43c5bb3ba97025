/** Checked by `tsc`: what users of TypeScript are told. */
import { expectTypeOf, test } from 'vitest'
import { createApp, h } from 'vue'
import {
  createMonitor,
  MONITOR,
  registerInterceptor,
  useMonitor,
  usePagePerformance,
  type Monitor,
  type Options,
} from './index.ts'
import MonitorProvider from './MonitorProvider.vue'
import { miniMonitor } from './vite/index.ts'

test('createMonitor() is a plug-in of Vue', () => {
  const app = createApp({})
  app.use(createMonitor({ service: 'shop' }))
  // @ts-expect-error -- a service is required
  createMonitor({ collector: 'https://collector.example' })
  // @ts-expect-error -- there is no such option
  createMonitor({ service: 'shop', colector: 'https://collector.example' })
  // @ts-expect-error -- a RegExp
  createMonitor({ service: 'shop', request: { urlGroupRules: { item: '/items' } } })
  app.provide(MONITOR, useMonitor())
  // @ts-expect-error -- no monitor
  app.provide(MONITOR, {})
})

test('composables', () => {
  expectTypeOf(useMonitor).parameters.toEqualTypeOf<[]>()
  expectTypeOf(useMonitor()).toEqualTypeOf<Monitor>()
  expectTypeOf(usePagePerformance().mark).toEqualTypeOf<(name: string) => void>()
  expectTypeOf(usePagePerformance().time).toEqualTypeOf<(name: string) => () => void>()
  expectTypeOf(registerInterceptor).toEqualTypeOf<(options: Options) => Monitor>()
})

test('<MonitorProvider>', () => {
  h(MonitorProvider, { onError: (error: unknown) => void error })
  // @ts-expect-error -- no listener
  h(MonitorProvider, { onError: 5 })
  expectTypeOf<InstanceType<typeof MonitorProvider>['reset']>().toEqualTypeOf<() => void>()
})

test('the Vite plug-in', () => {
  miniMonitor({ service: 'shop', config: './src/monitor.ts', headers: { token: 'x' } })
  // @ts-expect-error -- functions come from the module that `config` names
  miniMonitor({ service: 'shop', beforeSend: () => false })
  // @ts-expect-error -- a service is required
  miniMonitor({})
  expectTypeOf(miniMonitor({ service: 'shop' }).enforce).toEqualTypeOf<'pre'>()
})
