import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import * as v from 'valibot'
import { exactly, number, problemsOf, range } from './schema.ts'
import type { Behaviour, ShopBehaviour } from './shop/behaviour.ts'
import { ROUTES } from './shop/routes.ts'

/** What users of the app do; see steps.ts. */
export const STEP_NAMES = [
  ...(['browse', 'category', 'loadMore', 'detail', 'addToCart', 'checkout', 'flashSale'] as const),
  ...(['upload', 'download', 'background', 'restart'] as const),
  ...(['coupon', 'brokenSpec', 'brokenShare', 'deadLink', 'unknownPage', 'lostPackage'] as const),
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

const FOLDER = join(import.meta.dirname, '../scenarios')

export function scenarioNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
}

/**
 * A scenario of the playground by its name, or of the user's own by its path.
 * @throws Error that lists all that is wrong with it
 */
export function loadScenario(nameOrPath: string, from = process.cwd()): Scenario {
  const own = join(FOLDER, `${nameOrPath}.json`)
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

/** @throws Error that names each wrong key, what was expected and what was found */
export function readScenario(value: unknown, name: string): Scenario {
  const { success, output, issues } = v.safeParse(SCENARIO, value)
  if (success) return { name, ...output }
  const problems = problemsOf(issues).map((each) => `  - ${each}`)
  throw new Error(`The scenario "${name}" is not right:\n${problems.join('\n')}`)
}

const DAY = 86_400_000
const STATUS = v.pipe(
  number(400, 599, 'an HTTP status from 400 to 599'),
  v.integer('an HTTP status from 400 to 599'),
)
const STATUSES = 'a list of HTTP statuses from 400 to 599'

const BEHAVIOUR = {
  latency: range(0, DAY, 'ms'),
  errorRate: number(0, 1, 'a share from 0 to 1'),
  statuses: v.pipe(v.array(STATUS, STATUSES), v.minLength(1, STATUSES)),
} satisfies { [part in keyof Behaviour]: unknown }

const ROUTE = exactly({
  latency: v.optional(BEHAVIOUR.latency),
  errorRate: v.optional(BEHAVIOUR.errorRate),
  statuses: v.optional(BEHAVIOUR.statuses),
})
const ROUTE_NAMES = ROUTES.map(({ name }) => name)

const WEIGHTS = v.entriesFromList(STEP_NAMES, v.optional(number(0, 1e6, 'a weight of 0 or more')))

/** What a file holds; each message is what is expected there. */
const SCENARIO: v.GenericSchema<unknown, Omit<Scenario, 'name'>> = exactly({
  description: v.optional(v.string('a text'), ''),
  devices: v.pipe(number(1, 1000, 'a number from 1 to 1000'), v.integer('a whole number')),
  think: range(0, DAY, 'ms'),
  visit: exactly({ steps: range(1, 10_000, 'steps'), pause: range(0, DAY, 'ms') }),
  slowness: v.optional(range(1, 100, 'times'), [1, 1]),
  shop: exactly({
    ...BEHAVIOUR,
    routes: v.optional(exactly(v.entriesFromList(ROUTE_NAMES, v.optional(ROUTE))), {}),
  }),
  steps: v.pipe(
    exactly(WEIGHTS),
    v.check((weights) => Object.values(weights).some((weight) => weight > 0), 'at least one weight above 0'),
  ),
})
