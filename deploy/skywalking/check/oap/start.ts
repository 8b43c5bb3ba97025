import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Batch } from '../model/mal.ts'
import { MINUTE, type MeterValues, type Meters, type MetricDefinition } from '../model/meters.ts'

/*
 * The same batches through OAP's own MAL: Maven Central has its modules up to 10.1.0, and Maven and a JDK 17 bring and
 * build them. That OAP knows neither our layers nor `TimeUnit` in an expression; both are put in another way.
 */

export const OAP_VERSION = '10.1.0'

type OapRule = MetricDefinition & { filter: string }

export interface Oap {
  take(batch: Batch): void
  /** Where OAP's values differ from those of our evaluation, as sentences; and how many were compared. */
  differences(meters: Record<string, Meters[]>): Promise<{ compared: number; differences: string[] }>
}

/** @throws Error if Maven or a JDK is missing, or the modules cannot be had */
export function startOap(rules: OapRule[]): Oap {
  const classPath = build()
  const java = spawn('java', ['-Duser.timezone=UTC', '-cp', classPath, 'RunMal'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const asked = new Set(rules.map(({ metric }) => metric))
  const found = new Map<string, MeterValues>()
  createInterface({ input: java.stdout }).on('line', (line) => {
    // its own log goes there too
    if (!line.startsWith('[')) return
    const [metric, entity, minute, values] = JSON.parse(line) as [string, string, string, MeterValues]
    const named = Object.entries(values).map(([label, value]) => [
      /^\{\w+=(.*)\}$/.exec(label)?.[1] ?? label,
      value,
    ])
    found.set([metric, entity, minuteOf(minute)].join('\n'), Object.fromEntries(named))
  })
  const ended = new Promise<number | null>((done, fail) => java.on('close', done).on('error', fail))
  const write = (value: unknown) => java.stdin.write(JSON.stringify(value) + '\n')
  write(
    rules.map(({ expression, ...rule }) => ({
      ...rule,
      expression: expression
        .replace(/Layer\.\w+/g, 'Layer.BROWSER')
        .replace(/, TimeUnit\.MILLISECONDS\)/g, ')'),
    })),
  )
  return {
    take: write,
    async differences(meters) {
      java.stdin.end()
      const code = await ended
      if (code !== 0) throw new Error(`OAP's MAL ended with ${code}`)
      const ours = Object.entries(meters).flatMap(([prefix, all]) =>
        all.flatMap((each) =>
          each
            .all()
            .map(({ metric, ...rest }) => ({ metric: prefix + metric, ...rest }))
            .filter(({ metric }) => asked.has(metric))
            .map(({ metric, entity, minute, values }) => ({
              key: [metric, idOf(entity), minute].join('\n'),
              values,
            })),
        ),
      )
      const differences = ours
        .filter(({ key, values }) => !isSame(found.get(key), values))
        .map(
          ({ key, values }) =>
            `${key.replace(/\n/g, ' ')}: OAP ${JSON.stringify(found.get(key))}, here ${JSON.stringify(values)}`,
        )
      const known = new Set(ours.map(({ key }) => key))
      const more = [...found.keys()]
        .filter((key) => !known.has(key))
        .map((key) => `${key.replace(/\n/g, ' ')}: only OAP has it`)
      return { compared: ours.length, differences: [...differences, ...more] }
    },
  }
}

function build(): string {
  const cache = join(
    process.env.MINI_MONITOR_CACHE ?? join(homedir(), '.cache/mini-monitor'),
    `oap-${OAP_VERSION}`,
  )
  const source = import.meta.dirname
  const [lib, classes] = [join(cache, 'lib'), join(cache, 'classes')]
  mkdirSync(classes, { recursive: true })
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'inherit' })
  if (!existsSync(lib) || !readdirSync(lib).some((name) => name.startsWith('meter-analyzer')))
    run(
      'mvn',
      '-q',
      '-f',
      join(source, 'pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${lib}`,
    )
  run('javac', '-cp', join(lib, '*'), '-d', classes, join(source, 'RunMal.java'))
  return [join(lib, '*'), classes].join(process.platform === 'win32' ? ';' : ':')
}

/** SkyWalking's: the name in base64, 1 for a real service; the instance or the endpoint behind it. */
function idOf(entity: string): string {
  const [service, name] = entity.split('|').map((part) => Buffer.from(part || '_blank').toString('base64'))
  return `${service}.1` + (name === undefined ? '' : `_${name}`)
}

/** `202609010800` */
function minuteOf(bucket: string): number {
  const [year, month, day, hour, minute] = /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/
    .exec(bucket)!
    .slice(1)
    .map(Number)
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE
}

function isSame(a: MeterValues | undefined, b: MeterValues): boolean {
  if (!a) return false
  const labels = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...labels].every((label) => a[label] === b[label])
}
