import type { PlatformName } from '../../hosts/index.ts'
import type { Ports } from './arguments.ts'
import type { Encoding } from './env.ts'
import { heard, type Env } from './environment.ts'
import { command, USUAL } from './flags.ts'
import { NO_APPS, platformsOf, type AppsName } from './frameworks.ts'
import type { Scenario } from './scenario.ts'

export interface Settings {
  /** None: the page is for an app of the user's. */
  apps: AppsName[]
  platforms: PlatformName[]
  scenario: Scenario
  mode: 'loop' | 'timed' | 'once'
  /** ms, of `timed`. */
  duration: number
  /** Of each platform. */
  devices: number
  encoding: Encoding
  seed: number
  service: string
  serviceVersion: string
  serviceInstance?: string
  /** A back end of the user's; without one the playground's sink takes everything. */
  collector?: string
  traceCollector?: string
  ports: Ports
  debug: boolean
  check: boolean
  /** The sink fails in turn. */
  chaos: boolean
  /** Page and sink can be reached from the local network. */
  lan: boolean
}

/** What commander makes of the flags. */
interface Flags extends Omit<Settings, 'apps' | 'platforms' | 'devices'> {
  apps: (AppsName | typeof NO_APPS)[]
  platform?: PlatformName[]
  devices?: number
}

/**
 * What the command line asks for, and where it is silent the environment.
 * @throws CommanderError, after it has printed what is wrong, or the help (`exitCode` 0)
 */
export function readSettings(
  args: string[],
  env: Env = process.env,
  print: Pick<NodeJS.WriteStream, 'write'> = process.stderr,
): Settings {
  const parser = command()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void print.write(text.replace(/^error: /, '✖ ')),
    })
  const asked = heard(parser.options, env, (line) => void print.write(`${line}\n`))
  // commander reads the environment itself, and only the real one.
  const flags = withEnv(asked, () => parser.parse(args, { from: 'user' }).opts<Flags>())
  const problem = problemOf(flags)
  if (problem) parser.error(`✖ ${problem}`, { exitCode: 1 })
  const { platform = USUAL, devices = flags.scenario.devices, ...given } = flags
  const { serviceInstance, collector, traceCollector } = given
  const apps = flags.apps.filter((name) => name !== NO_APPS)
  return { ...given, apps, serviceInstance, collector, traceCollector, platforms: platform, devices }
}

/** What can't be had together. */
function problemOf({
  apps,
  platform = [],
  check,
  chaos,
  collector,
  traceCollector,
  lan,
}: Flags): string | undefined {
  if (apps.includes(NO_APPS)) {
    if (apps.length > 1) return '--apps none goes with no other.'
    if (check) return '--check is for the native apps; --apps none has none.'
    if (collector)
      return '--apps none is the page alone, which needs the built-in sink: leave --collector out.'
  }
  if (lan && collector)
    return '--lan opens the built-in sink and its page; with --collector there is neither.'
  for (const name of apps) {
    if (name === NO_APPS) continue
    const known = platformsOf(name)
    const missing = platform.filter((each) => !known.includes(each))
    if (missing.length)
      return `The ${name} sample app is there for ${known.join(', ')}, not yet for ${missing.join(', ')}.`
  }
  if (check && apps.some((name) => name !== 'native'))
    return '--check is for the native apps; npm run test:e2e checks the others.'
  if (chaos && collector) return '--chaos is the sink’s; it can’t be had with --collector.'
  if (traceCollector && !collector)
    return '--trace-collector needs --collector, or logs and metrics go nowhere.'
  if (check && collector)
    return '--check reads back what arrived, which only the built-in sink allows: leave --collector out.'
  return undefined
}

/** Runs it with another environment; what is set to nothing counts as not set. */
function withEnv<T>(env: Env, work: () => T): T {
  const real = process.env
  process.env = Object.fromEntries(Object.entries(env).filter(([, value]) => value)) as NodeJS.ProcessEnv
  try {
    return work()
  } finally {
    process.env = real
  }
}
