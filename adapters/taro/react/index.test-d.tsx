/** Checked by `tsc`: what users of TypeScript are told. */
import Taro from '@tarojs/taro'
import type { ComponentType, ReactElement } from 'react'
import { expectTypeOf, test } from 'vitest'
import type { MonitorPluginOptions } from '../plugin/index.ts'
import {
  MonitorErrorBoundary,
  MonitorProvider,
  registerInterceptor,
  useMonitor,
  usePagePerformance,
  withMonitor,
  type Monitor,
} from './index.ts'

function Page(props: { id: number }): ReactElement {
  return <b>{props.id}</b>
}

test('<MonitorProvider>', () => {
  void (<MonitorProvider options={{ service: 'shop' }}>text</MonitorProvider>)
  void (<MonitorProvider monitor={{} as Monitor} />)
  // @ts-expect-error -- a service is required
  void (<MonitorProvider options={{ collector: 'https://collector.example' }} />)
  // @ts-expect-error -- one of the two
  void (<MonitorProvider options={{ service: 'shop' }} monitor={{} as Monitor} />)
  // @ts-expect-error -- one of the two
  void (<MonitorProvider />)
})

test('<MonitorErrorBoundary>', () => {
  void (<MonitorErrorBoundary fallback={<b />} onError={(_, stack) => expectTypeOf(stack).toBeString()} />)
  void (<MonitorErrorBoundary fallback={(_, retry) => <b onClick={retry} />} />)
  // @ts-expect-error -- no component stack of numbers
  void (<MonitorErrorBoundary onError={(_: unknown, stack: number) => stack} />)
})

test('hooks, pages, interceptor', () => {
  expectTypeOf(useMonitor()).toEqualTypeOf<Monitor>()
  expectTypeOf(usePagePerformance().mark).toEqualTypeOf<(name: string) => void>()
  expectTypeOf(usePagePerformance().time).toEqualTypeOf<(name: string) => () => void>()
  expectTypeOf(withMonitor(Page, { fallback: 'sorry' })).toEqualTypeOf<ComponentType<{ id: number }>>()
  expectTypeOf(registerInterceptor(Taro, { service: 'shop' })).toEqualTypeOf<Monitor>()
  // @ts-expect-error -- a service is required
  registerInterceptor(Taro, {})
})

test('options of the plug-in', () => {
  expectTypeOf<{ service: string; config: string }>().toExtend<MonitorPluginOptions>()
  // @ts-expect-error -- functions come from the module that `config` names
  const functions: MonitorPluginOptions = { service: 'shop', beforeSend: () => false }
  // @ts-expect-error -- a service is required
  const missing: MonitorPluginOptions = { collector: 'https://collector.example' }
  void [functions, missing]
})
