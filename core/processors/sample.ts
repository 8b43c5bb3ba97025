import { hash } from '../internal/hash.ts'
import { EXCEPTION_TYPE } from '../names.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { LogRecord } from '../signal.ts'

/**
 * Where a session stands between 0 and 1: the same for all of its signals, so that a session is seen whole or not at
 * all; another one for each sort, so that shares are independent.
 */
export function shareOf(session: string, sort: string): number {
  let bits = hash(sort + session)
  // FNV's last step stirs the high bits little
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d)
  return ((bits ^ (bits >>> 12)) >>> 0) / 0x100000000
}

/** Logs, by the session's share and by that of their sort; whether a trace is sampled was decided at its start. */
export function sampleProcessor(): ProcessorFactory {
  return (context) => ({
    onEmit(signal) {
      if (signal.kind !== 'log') return signal
      return context.keep(sortOf(signal)) ? signal : 'sampled_out'
    },
  })
}

function sortOf({ severity, attributes }: LogRecord) {
  if (severity < 17) return 'session'
  return attributes[EXCEPTION_TYPE] === 'ajax' ? 'request' : 'error'
}
