import { MINUTE, STEPS, type Step } from '../model/meters.ts'
import { createAsk, type Ask } from './ask.ts'

/* An OAP that runs: what it takes, and what it tells of it (GraphQL, MQE). */

/** Of one bucket of time. */
export interface Bucket {
  /** Minutes since 1970, of its beginning. */
  start: number
  value: number
}

export interface Entity {
  scope: 'Service' | 'ServiceInstance' | 'Endpoint'
  serviceName: string
  normal: true
  serviceInstanceName?: string
  endpointName?: string
}

/** A logs page of OAP has no more. */
export const MOST_LOGS = 1000

/** Whole minutes since 1970, the last one included. */
export interface When {
  first: number
  last: number
  /** ms by which OAP's clock is ahead of UTC. */
  offset: number
}

export interface ServiceFound {
  id: string
  name: string
  /** All in which it is. */
  layers: string[]
}

export interface Tag {
  key: string
  value: string
}

/** By expression. */
export type Series = Record<string, Bucket[]>

export type LiveOap = ReturnType<typeof createLiveOap>

/** @param root URL of the port for data and queries, 12800 by default */
export function createLiveOap(root: string) {
  const ask = createAsk(root)
  return {
    send: ask.send,

    /** @throws Error if it is none, or too old */
    async version(): Promise<string> {
      const { version } = await ask.query<{ version: string }>('{ version }')
      if (Number.parseInt(version) < 11) throw new Error(`${ask.base} is an OAP ${version}: it takes OAP 11.`)
      return version
    },

    /** ms by which the clock in which it is asked is ahead of UTC. */
    async offset(): Promise<number> {
      const { getTimeInfo } = await ask.query<{ getTimeInfo: { timezone: string } }>(
        '{ getTimeInfo { timezone } }',
      )
      const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(getTimeInfo.timezone) ?? []
      return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE
    },

    async services(): Promise<ServiceFound[]> {
      const { found } = await ask.query<{ found: ServiceFound[] }>(
        '{ found: listServices { id name layers } }',
      )
      return found
    },

    countLogs: (serviceId: string, when: When, tags: Tag[]) => countLogs(ask, serviceId, when, tags),
    values: (entity: Entity, expressions: string[], when: When, step: Step) =>
      valuesOf(ask, entity, expressions, when, step),
  }
}

/** How many logs a service has, of those with the tags; up to 1000. */
async function countLogs(ask: Ask, serviceId: string, when: When, tags: Tag[]): Promise<number> {
  const queryDuration = durationOf(when, 'minute')
  const { found } = await ask.query<{ found: { logs: unknown[] } }>(
    'query ($of: LogQueryCondition!) { found: queryLogs(condition: $of) { logs { timestamp } } }',
    { of: { serviceId, tags, queryDuration, paging: { pageNum: 1, pageSize: MOST_LOGS } } },
  )
  return found.logs.length
}

/** What expressions come to, of one entity. */
async function valuesOf(
  ask: Ask,
  entity: Entity,
  expressions: string[],
  when: When,
  step: Step,
): Promise<Series> {
  const asked = expressions.map(
    (expression, index) => `e${index}: execExpression(
      expression: ${JSON.stringify(expression)}, entity: $entity, duration: $duration
    ) { error results { values { id value } } }`,
  )
  const data = await ask.query<Record<string, MqeResult>>(
    `query ($entity: Entity!, $duration: Duration!) { ${asked.join('\n')} }`,
    { entity, duration: durationOf(when, step) },
  )
  return Object.fromEntries(
    expressions.map((expression, index) => [expression, bucketsOf(data[`e${index}`])]),
  )
}

interface MqeResult {
  error?: string
  results: { values: { id: string | null; value: string | null }[] }[]
}

function bucketsOf({ results }: MqeResult): Bucket[] {
  return (results[0]?.values ?? []).flatMap(({ id, value }) =>
    value === null ? [] : [{ start: Math.floor(Number(id) / MINUTE), value: Number(value) }],
  )
}

/** As OAP writes times: `2026-11-30 1415`, `2026-11-30 14`, `2026-11-30`. */
function durationOf(when: When, step: Step) {
  const length = { minute: 16, hour: 13, day: 10 }[step]
  const written = (minute: number) => writtenAt(minute, when).slice(0, length).replace(/:/g, '')
  return { start: written(when.first), end: written(when.last), step: step.toUpperCase() }
}

/** `2026-11-30 14:15`, by the clock of OAP. */
export function writtenAt(minute: number, { offset }: When): string {
  return new Date(minute * MINUTE + offset).toISOString().slice(0, 16).replace('T', ' ')
}

/** The beginning of the bucket, in the time of OAP. */
export function startIn(minute: number, step: Step, { offset }: When): number {
  const shift = offset / MINUTE
  return minute - ((minute + shift) % STEPS[step])
}
