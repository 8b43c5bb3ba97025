/** A mini program made of Taro's runtime: what `App()` and `Page()` are given, called as the platforms do it. */
import { Current, createPageConfig } from '@tarojs/runtime'
import { systemClock } from '../../core/internal/clock.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard } from '../../core/internal/guard.ts'

/* eslint-disable @typescript-eslint/no-explicit-any */
type Any = any

/** React schedules by timers and Taro's root by `setTimeout`: a few turns of the loop. */
export async function turns(number = 12): Promise<void> {
  for (let i = 0; i < number; i++) await new Promise((resolve) => setImmediate(resolve))
}

export interface OpenPage {
  instance: Any
  ready(): Promise<void>
  hide(): Promise<void>
  unload(): Promise<void>
}

/** A page by its component; opens it with `onLoad` and `onShow`. */
export async function openPage(config: Any, path: string, query: object = {}): Promise<OpenPage> {
  const instance = Object.assign(Object.create(config), {
    route: path,
    setData: (_data: Any, done?: () => void) => done && setImmediate(done),
  })
  instance.onLoad(query)
  await turns()
  instance.onShow()
  await turns()
  const call = (name: string) => async () => {
    instance[name]()
    await turns()
  }
  return { instance, ready: call('onReady'), hide: call('onHide'), unload: call('onUnload') }
}

export function pageConfig(component: Any, path: string): Any {
  return createPageConfig(component, path, { root: { cn: [] } }, {})
}

/** Between tests: Taro keeps its app in one place. */
export function forgetApp(): void {
  Object.assign(Current, { app: null, page: null, router: null })
}

/** What `compose` gives to a glue. */
export function glueEnv() {
  const diag = createDiag(false)
  return { diag, guard: createGuard(diag), clock: systemClock() }
}
