/** What deploy/collector/gateway.yaml makes of what anybody may send. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plain, SignalName } from '../../wire/official.ts'
import { collectorBinary } from './binary.ts'
import { startCollector } from './run.ts'

export const gateway = join(import.meta.dirname, '../../../deploy/collector/gateway.yaml')
/** Laid over it. */
const output = join(import.meta.dirname, 'gateway-output.yaml')
export const CONFIGS = [gateway, output]

/** OTLP's own names, in JSON. */
export interface Sent {
  logs?: Plain[]
  metrics?: Plain[]
  traces?: Plain[]
}

interface Passed {
  /** Answers, in the order of what was sent. */
  statuses: number[]
  /** Messages that came out, in OTLP's JSON. */
  messages: { [signal in SignalName]: Plain[] }
  /** All of it. */
  text: string
}

const GROUPS = { logs: 'resourceLogs', metrics: 'resourceMetrics', traces: 'resourceSpans' } as const
const SIGNALS = Object.keys(GROUPS) as SignalName[]

/**
 * Sends all that is given, each resource in a request of its own.
 * @param sent members of `resourceLogs`, `resourceMetrics` and `resourceSpans`
 * @param env the operator's options
 */
export async function through(sent: Sent, env: { [name: string]: string } = {}): Promise<Passed> {
  const collector = await startCollector(await collectorBinary(), { configs: CONFIGS, env })
  try {
    const statuses: number[] = []
    for (const signal of SIGNALS)
      for (const group of sent[signal] ?? []) {
        const { status } = await fetch(`${collector.url}/v1/${signal}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ [GROUPS[signal]]: [group] }),
        })
        statuses.push(status)
      }
    await collector.stop()
    const texts = SIGNALS.map((signal) => {
      const file = join(collector.output, `${signal}.json`)
      return existsSync(file) ? readFileSync(file, 'utf8') : ''
    })
    const messages = Object.fromEntries(
      SIGNALS.map((signal, at) => [
        signal,
        texts[at]!.split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Plain),
      ]),
    ) as Passed['messages']
    return { statuses, messages, text: texts.join('') }
  } finally {
    await collector.remove()
  }
}

export function attributesOf(values: { [name: string]: string }): Plain[] {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}
