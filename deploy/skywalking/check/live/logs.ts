import type { Sent } from '../fleet/happening.ts'
import { MOST_LOGS, type LiveOap, type When } from './oap.ts'

/* Logs of a fleet, beside those that a real OAP finds: all in the layer of the platform, and by their level. */

const COUNTED = ['all', 'ERROR', 'INFO'] as const

/** How many, and how many of each level. */
export type Logs = Record<(typeof COUNTED)[number], number>

export interface LogsFound {
  line: string
  isRight: boolean
}

export function logsIn(sent: Sent[]): Logs {
  const bodies = sent.filter(({ path }) => path === '/v1/logs').map(({ body }) => body)
  const count = (text: string) => bodies.reduce((total, body) => total + body.split(text).length - 1, 0)
  const [all, ERROR] = [count('"severityNumber"'), count('"exception.type"')]
  return { all, ERROR, INFO: all - ERROR }
}

interface Given {
  service: string
  layer: string
  logs: Logs
  when: When
}

export async function compareLogs(oap: LiveOap, { service, layer, logs, when }: Given): Promise<LogsFound> {
  const found = (await oap.services()).find(({ name }) => name === service)
  if (!found?.layers.includes(layer))
    return { line: `logs: ${service} is not in ${layer}${elsewhere(found?.layers)} ✗`, isRight: false }
  const told: Logs = {
    all: await oap.countLogs(found.id, when, []),
    ERROR: await oap.countLogs(found.id, when, [{ key: 'level', value: 'ERROR' }]),
    INFO: await oap.countLogs(found.id, when, [{ key: 'level', value: 'INFO' }]),
  }
  const others = found.layers.filter((each) => each !== layer)
  const isRight = !others.length && COUNTED.every((what) => told[what] === Math.min(MOST_LOGS, logs[what]))
  const cell = (what: keyof Logs) => `${logs[what]} / ${told[what]}`
  const most = logs.all > MOST_LOGS ? ` (OAP lists ${MOST_LOGS} at most)` : ''
  const counts = `${cell('all')} in ${layer} (ERROR ${cell('ERROR')}, INFO ${cell('INFO')})${most}`
  return { line: `logs: ${counts}${elsewhere(others) || ', none elsewhere'} ${isRight ? '✓' : '✗'}`, isRight }
}

function elsewhere(layers: string[] = []): string {
  return layers.length ? `, and some in ${layers.join(', ')}` : ''
}
