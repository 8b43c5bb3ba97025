import { eventCenter } from '@tarojs/runtime'
import type { FrameworkError } from '../../core/index.ts'
import { guarded } from './guarded.ts'

/**
 * What components see of errors goes to the glue over Taro's own event bus: it is the one thing that an app's pages,
 * provider and plug-in have in common without a module that remembers, and nobody hears it while no monitor runs.
 */
const ERROR = '__miniMonitorError'
const RENDER = '__miniMonitorRender'

export function tellError(error: FrameworkError): void {
  guarded(() => eventCenter.trigger(ERROR, error))
}

/** A boundary that tells of its errors itself is asked now (true), or has answered (false). */
export function tellRender(failing: boolean): void {
  guarded(() => eventCenter.trigger(RENDER, failing))
}

export function listen(
  error: (event: FrameworkError) => void,
  render: (failing: boolean) => void,
): () => void {
  eventCenter.on(ERROR, error)
  eventCenter.on(RENDER, render)
  return () => {
    eventCenter.off(ERROR, error)
    eventCenter.off(RENDER, render)
  }
}
