import { put, stringify } from '../internal/own.ts'
import { cut } from '../internal/utf8.ts'
import { EXCEPTION_TYPE, MINIPROGRAM_BREADCRUMBS } from '../names.ts'
import type { ProcessorFactory, Redact } from '../processor.ts'
import type { Attributes } from '../signal.ts'
import type { Crumb, Trail } from '../trail.ts'

/** Characters of all crumbs of an error; a failed request is one of many. */
const MAX_CRUMBS = 4096
const MAX_OF_REQUESTS = 1024
/** Of the message of one. */
const MAX_MESSAGE = 200

/** Writes on an error what came before it. Behind what merges repeats, which pay nothing so. */
export function breadcrumbsProcessor(trail: Trail, redact: Redact): ProcessorFactory {
  return ({ cleanUrl, diag }) => {
    /** As JSON, cleaned by itself: one name that is private costs no more than its value; '': nothing to be told. */
    function write(crumb: Crumb): string {
      try {
        const { time, category, message, data = {} } = crumb
        const text = typeof message === 'function' ? message() : message
        if (text === undefined) return ''
        const attributes: Attributes = {}
        for (const name of Object.keys(data)) {
          const value = data[name]
          if (value !== undefined) put(attributes, name, value)
        }
        // as an attribute without a name
        const cleaned = redact({ '': text }, cleanUrl)['']
        const told: { [member: string]: unknown } = {
          time,
          category,
          message: cut(String(cleaned), MAX_MESSAGE),
        }
        redact(attributes, cleanUrl)
        if (Object.keys(attributes).length) told.data = attributes
        return stringify(told)
      } catch (error) {
        diag.error('redactUrl', error)
        return ''
      }
    }

    /** The newest that have room, in the order in which they came. */
    function join(crumbs: readonly Crumb[], room: number): string {
      const texts: string[] = []
      let left = room - 1
      for (let i = crumbs.length; i--;) {
        const crumb = crumbs[i]
        if (crumb.text === undefined) crumb.text = write(crumb)
        if (!crumb.text) continue
        left -= crumb.text.length + 1
        if (left < 0) break
        texts.unshift(crumb.text)
      }
      return texts.length ? '[' + texts.join() + ']' : ''
    }

    return {
      open: () => Promise.resolve(trail.open()),
      clear: trail.shut,
      onEmit(signal) {
        if (signal.kind === 'log' && signal.crumbs) {
          const { attributes, crumbs } = signal
          signal.crumbs = undefined
          const room = attributes[EXCEPTION_TYPE] === 'ajax' ? MAX_OF_REQUESTS : MAX_CRUMBS
          const text = join(crumbs, room)
          if (text) attributes[MINIPROGRAM_BREADCRUMBS] = text
        }
        return signal
      },
    }
  }
}
