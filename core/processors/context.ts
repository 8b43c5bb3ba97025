import type { ProcessorFactory } from '../processor.ts'
import type { Attributes } from '../signal.ts'

/** What the user says of the app and of who uses it, as it is at the moment. */
export interface Ambient {
  attributes: Attributes
  user?: string
}

/** Logs and spans carry page, session and user as at the moment in which they were made. */
export function contextProcessor(ambient: Ambient): ProcessorFactory {
  return (context) => ({
    onEmit(signal) {
      if (signal.kind === 'log' || signal.kind === 'span') {
        const { attributes } = signal
        const { page = context.page() } = signal as { page?: string }
        const own = {
          'miniprogram.page.path': page,
          'session.id': context.session(),
          'user.id': ambient.user,
        }
        for (const from of [own, ambient.attributes] as Attributes[])
          for (const key in from)
            if (from[key] !== undefined && from[key] !== '' && !(key in attributes))
              attributes[key] = from[key]
      }
      return signal
    },
  })
}
