import type { Exporter } from '../exporter.ts'
import { stringify } from '../internal/own.ts'

/** For development: every signal as a line of JSON. */
export function consoleExporter(print: (line: string) => void): Exporter {
  return {
    name: 'console',
    accepts: () => true,
    export(batch) {
      batch.signals.forEach((signal) => print('[mini-monitor] ' + signal.kind + ' ' + stringify(signal)))
      return Promise.resolve({ kind: 'success' })
    },
  }
}
