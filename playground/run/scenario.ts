import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { ROUTES } from './shop/routes.ts'
import type { Behaviour, ShopBehaviour } from './shop/shop.ts'

/** What users of the app do; see steps.ts. */
export const STEP_NAMES = [
  ...(['browse', 'category', 'loadMore', 'detail', 'addToCart', 'checkout', 'flashSale'] as const),
  ...(['upload', 'download', 'background', 'restart'] as const),
  ...(['coupon', 'brokenSpec', 'brokenShare', 'deadLink', 'unknownPage'] as const),
]
export type StepName = (typeof STEP_NAMES)[number]

/** How many use the app, how, and how their shop behaves. Times in ms, from and to. */
export interface Scenario {
  name: string
  description: string
  /** Of each platform. */
  devices: number
  /** Between two steps. */
  think: [number, number]
  /** From the launch until the app goes to the background; `pause`: until its user comes back. */
  visit: { steps: [number, number]; pause: [number, number] }
  /** How many times slower than a fast phone the devices are. */
  slowness: [number, number]
  shop: ShopBehaviour
  /** How often each step is taken, compared with the others. */
  steps: { [name in StepName]?: number }
}

const folder = join(import.meta.dirname, '../scenarios')

export function scenarioNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
}

/**
 * A scenario of the playground by its name, or of the user's own by its path.
 * @throws Error that lists all that is wrong with it
 */
export function loadScenario(nameOrPath: string, from = process.cwd()): Scenario {
  const own = join(folder, `${nameOrPath}.json`)
  const path = scenarioNames().includes(nameOrPath) ? own : resolve(from, nameOrPath)
  if (!existsSync(path))
    throw new Error(
      `There is no scenario "${nameOrPath}": ${scenarioNames().join(', ')}, or the path of a file of your own.`,
    )
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`The scenario ${nameOrPath} can't be read: ${(error as Error).message}`, { cause: error })
  }
  return readScenario(value, basename(path, '.json'))
}

type Loose = { [key: string]: unknown }

/** @throws Error that names each wrong key, what was expected and what was found */
export function readScenario(value: unknown, name: string): Scenario {
  const problems: string[] = []
  const problem = (key: string, expected: string, found: unknown): void => {
    problems.push(`${key}: ${expected} expected, found ${JSON.stringify(found) ?? 'nothing'}`)
  }
  const object = (found: unknown, key: string, known: readonly string[]): Loose => {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) {
      problem(key || 'the file', `an object with ${known.join(', ')}`, found)
      return {}
    }
    for (const each of Object.keys(found))
      if (!known.includes(each))
        problems.push(`${key ? `${key}.` : ''}${each}: not known here; there are ${known.join(', ')}`)
    return found as Loose
  }
  const number = (found: unknown, key: string, min: number, max: number, expected: string): number => {
    if (typeof found === 'number' && found >= min && found <= max) return found
    problem(key, expected, found)
    return min
  }
  const range = (found: unknown, key: string, min: number, max: number, unit: string): [number, number] => {
    const [from, to] = Array.isArray(found) ? (found as unknown[]) : []
    const numbers = typeof from === 'number' && typeof to === 'number'
    if (numbers && (found as unknown[]).length === 2 && from >= min && from <= to && to <= max)
      return [from, to]
    problem(key, `[from, to] in ${unit}, ${min} ≤ from ≤ to ≤ ${max},`, found)
    return [min, min]
  }
  const day = 86_400_000

  const behaviour = (from: Loose, key: string, whole: boolean): Partial<Behaviour> => {
    const result: Partial<Behaviour> = {}
    const has = (part: keyof Behaviour) => whole || part in from
    if (has('latency')) result.latency = range(from.latency, `${key}.latency`, 0, day, 'ms')
    if (has('errorRate'))
      result.errorRate = number(from.errorRate, `${key}.errorRate`, 0, 1, 'a share from 0 to 1')
    if (has('statuses')) {
      const list = from.statuses
      const isStatus = (each: unknown) => Number.isInteger(each) && Number(each) >= 400 && Number(each) <= 599
      if (Array.isArray(list) && list.length && list.every(isStatus)) result.statuses = list as number[]
      else problem(`${key}.statuses`, 'a list of HTTP statuses from 400 to 599', list)
    }
    return result
  }

  const keys = ['description', 'devices', 'think', 'visit', 'slowness', 'shop', 'steps']
  const file = object(value, '', keys)
  const visit = object(file.visit, 'visit', ['steps', 'pause'])
  const shop = object(file.shop, 'shop', ['latency', 'errorRate', 'statuses', 'routes'])
  const routeNames = ROUTES.map((each) => each.name)
  const own = object(shop.routes ?? {}, 'shop.routes', routeNames)
  const steps = object(file.steps, 'steps', STEP_NAMES)
  const devices = number(file.devices, 'devices', 1, 1000, 'a number from 1 to 1000')
  if (!Number.isInteger(devices)) problem('devices', 'a whole number', devices)
  if (file.description !== undefined && typeof file.description !== 'string')
    problem('description', 'a text', file.description)
  for (const [step, weight] of Object.entries(steps))
    number(weight, `steps.${step}`, 0, 1e6, 'a weight of 0 or more')
  if (!Object.values(steps).some((weight) => Number(weight) > 0))
    problem('steps', 'at least one weight above 0', file.steps)

  const scenario: Scenario = {
    name,
    description: String(file.description ?? ''),
    devices,
    think: range(file.think, 'think', 0, day, 'ms'),
    visit: {
      steps: range(visit.steps, 'visit.steps', 1, 10_000, 'steps'),
      pause: range(visit.pause, 'visit.pause', 0, day, 'ms'),
    },
    slowness: range(file.slowness ?? [1, 1], 'slowness', 1, 100, 'times'),
    shop: {
      ...(behaviour(shop, 'shop', true) as Behaviour),
      routes: Object.fromEntries(
        Object.entries(own).map(([route, each]) => {
          const key = `shop.routes["${route}"]`
          return [route, behaviour(object(each, key, ['latency', 'errorRate', 'statuses']), key, false)]
        }),
      ),
    },
    steps: steps as Scenario['steps'],
  }
  if (problems.length)
    throw new Error(
      `The scenario "${name}" is not right:\n${problems.map((each) => `  - ${each}`).join('\n')}`,
    )
  return scenario
}
