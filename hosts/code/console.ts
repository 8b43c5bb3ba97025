import { inspect } from 'node:util'
import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { LogLine } from '../records.ts'

const LEVELS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'group', 'groupEnd', 'time', 'timeEnd']

/** The app's `console`; silent once the process is dead. */
export function consoleOf({ realm, thread }: Host, write: (line: LogLine) => void): Loose {
  const console = realm.object()
  for (const level of LEVELS)
    console[level] = (...args: Loose[]) => {
      if (thread.alive) write(lineOf(level, args))
    }
  return console
}

/** Its text is made when it is read: apps log on hot paths. */
function lineOf(level: string, args: Loose[]): LogLine {
  return {
    level,
    args,
    get text() {
      return args.map(wordsOf).join(' ')
    },
  }
}

function wordsOf(value: Loose): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: 110 })
}
