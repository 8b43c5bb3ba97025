import type { Ambient } from '../context.ts'
import { has, put } from '../internal/own.ts'
import { MINIPROGRAM_PAGE_PATH, SESSION_ID, USER_ID } from '../names.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { Value } from '../signal.ts'

/** Logs and spans carry page, session and user as at the moment in which they were made. */
export function contextProcessor(ambient: Ambient): ProcessorFactory {
  return (context) => ({
    onEmit(signal) {
      if (signal.kind === 'log' || signal.kind === 'span') {
        const { attributes } = signal
        const { page = context.page() } = signal as { page?: string }
        const add = (key: string, value: Value | undefined) => {
          if (value !== undefined && value !== '' && !has(attributes, key)) put(attributes, key, value)
        }
        add(MINIPROGRAM_PAGE_PATH, page)
        add(SESSION_ID, context.session())
        add(USER_ID, ambient.user)
        Object.keys(ambient.attributes).forEach((key) => add(key, ambient.attributes[key]))
      }
      return signal
    },
  })
}
