import { eventCenter } from '@tarojs/runtime'
import type { FrameworkError } from '../../core/index.ts'
import { guarded } from './guarded.ts'

/**
 * What components see of errors goes to the glue over Taro's own event bus: it is the one thing that an app's pages,
 * provider and plug-in have in common without a module that remembers, and nobody hears it while no monitor runs.
 */
const BUS_EVENT = '__miniMonitor'

/** An error; or that a boundary which tells of its errors itself is asked now (true), or has answered (false). */
export type Told = FrameworkError | boolean

export function tellBus(told: Told): void {
  guarded(() => eventCenter.trigger(BUS_EVENT, told))
}

export function hearBus(hear: (told: Told) => void): () => void {
  eventCenter.on(BUS_EVENT, hear)
  return () => {
    eventCenter.off(BUS_EVENT, hear)
  }
}
