import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { targets, type Target } from '../../rules/targets.ts'
import { lalFiles } from '../config.ts'
import type { Log } from '../model/lal.ts'
import { MINUTE, STEPS, type Meters, type Step } from '../model/meters.ts'
import { computed } from '../model/mqe.ts'
import { receiveLogs, receiveMetrics } from '../model/receiver.ts'
import { ours, type Pipeline } from '../pipelines.ts'
import { takenBy } from '../taken.ts'
import type { Entity } from './oap.ts'

/* For tests: an OAP that runs our rules, by our model of it, and answers what the check asks. */

export interface FakeOap {
  url: string
  version: string
  timezone: string
  /** Questions for values that it answers with nothing yet. */
  slow: number
  /** What it makes of a value, in the bucket that begins with a minute since 1970. */
  spoil: (metric: string, step: Step, value: number, start: number) => number
  /** Layers in which each service is as well. */
  elsewhere: string[]
  /** Paths to which data came. */
  taken: string[]
  close(): Promise<void>
}

interface Held {
  target: Target
  pipeline: Pipeline
  logs: Log[]
  services: Set<string>
}

const RULES = lalFiles().flatMap((file) => file.rules.map(({ dsl }) => dsl))

export async function fakeOap(platforms: string[]): Promise<FakeOap> {
  const held = targets
    .filter(({ platform }) => platforms.includes(platform))
    .map((target): Held => ({ target, pipeline: ours(target), logs: [], services: new Set() }))
  const fake: FakeOap = {
    url: '',
    version: '11.0.0',
    timezone: '+0800',
    slow: 0,
    spoil: (_, __, value) => value,
    elsewhere: [],
    taken: [],
    close() {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      if (request.url !== '/graphql') fake.taken.push(request.url!)
      const answer =
        request.url === '/graphql' ? { data: answered(fake, held, body) } : taken(held, request.url!, body)
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

function taken(held: Held[], path: string, body: string): object {
  for (const { target, pipeline, logs, services } of held) {
    if (path === '/v1/metrics')
      for (const batch of receiveMetrics(body)) pipeline.metrics.forEach((meters) => meters.take(batch))
    if (path === '/v1/logs')
      for (const log of receiveLogs(body)) {
        if (log.source['miniprogram.platform'] !== target.platform) continue
        takenBy(RULES, log, target.layer).samples.forEach((batch) => pipeline.logs.take(batch))
        logs.push(log)
        services.add(log.service)
      }
  }
  return {}
}

interface Variables {
  entity: Entity
  duration: { start: string; end: string; step: string }
  of: { serviceId: string; tags: { value: string }[] }
}

function answered(fake: FakeOap, held: Held[], body: string): object {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Variables }
  if (query.includes('getTimeInfo')) return { getTimeInfo: { timezone: fake.timezone } }
  if (query.includes('version')) return { version: fake.version }
  if (query.includes('listServices')) {
    const found = held.flatMap(({ target, services }) =>
      [...services].map((name) => ({ id: name, name, layers: [target.layer, ...fake.elsewhere] })),
    )
    return { found }
  }
  if (query.includes('queryLogs')) {
    const { serviceId, tags } = variables.of
    const all = held.flatMap(({ logs }) => logs.filter(({ service }) => service === serviceId))
    const levelOf = ({ tags: attributes }: Log) => (attributes['exception.type'] ? 'ERROR' : attributes.level)
    return { found: { logs: all.filter((log) => tags.every(({ value }) => levelOf(log) === value)) } }
  }
  const asked = [...query.matchAll(/(e\d+): execExpression\(\s*expression: ("(?:[^"\\]|\\.)*")/g)]
  const isEmpty = fake.slow-- > 0
  return Object.fromEntries(
    asked.map(([, name, text]) => {
      const values = isEmpty ? [] : valuesOf(fake, held, JSON.parse(text!) as string, variables)
      return [name, { results: [{ values }] }]
    }),
  )
}

function valuesOf(fake: FakeOap, held: Held[], expression: string, { entity, duration }: Variables) {
  const step = duration.step.toLowerCase() as Step
  const own = entity.serviceInstanceName ?? entity.endpointName
  const key = own === undefined ? entity.serviceName : `${entity.serviceName}|${own}`
  const [, sign, hours] = /^([+-])(\d\d)/.exec(fake.timezone)!
  const shift = Number(`${sign}${hours}`) * 60
  const [first, last] = [duration.start, duration.end].map((time) => minuteOf(time) - shift)
  const values: { id: string; value: string }[] = []
  for (let start = first!; start <= last!; start += STEPS[step]) {
    const value = valueAt(held, expression, key, start, step)
    const [metric] = /meter_\w+/.exec(expression)!
    if (value !== undefined)
      values.push({ id: String(start * MINUTE), value: String(fake.spoil(metric, step, value, start)) })
  }
  return values
}

/** The two forms with labels that are asked for, and what is divided. */
function valueAt(held: Held[], expression: string, entity: string, start: number, step: Step) {
  const read = (metric: string) => metersOf(held, metric)?.read(metric, entity, start, step)
  const [, ranked, rank] = /^(\w+)\{p='(\d+)'\}$/.exec(expression) ?? []
  if (ranked) return read(ranked)?.[rank!]
  const [, summed] = /^aggregate_labels\((\w+),sum\)$/.exec(expression) ?? []
  if (summed) {
    const values = read(summed)
    return values && Object.values(values).reduce((total, value) => total + value, 0)
  }
  return computed(expression, (metric) => read(metric)?.[''])
}

function metersOf(held: Held[], metric: string): Meters | undefined {
  return held
    .flatMap(({ pipeline }) => [...pipeline.metrics, pipeline.logs])
    .find((meters) => meters.has(metric))
}

/** `2026-11-30 1415`, `2026-11-30 14`, `2026-11-30`, as if it were UTC. */
function minuteOf(time: string): number {
  const [, date, hours = '00', minutes = '00'] = /^(\S+)(?: (\d\d)(\d\d)?)?$/.exec(time)!
  return Date.parse(`${date}T${hours}:${minutes}:00Z`) / MINUTE
}
