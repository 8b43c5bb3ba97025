import { Command, InvalidArgumentError, Option } from 'commander'
import { platforms as known, type PlatformName } from '../../hosts/index.ts'
import type { Encoding } from './env.ts'
import { APPS_NAMES, platformsOf, type AppsName } from './frameworks.ts'
import { loadScenario, scenarioNames, type Scenario } from './scenario.ts'

export type Mode = 'loop' | 'timed' | 'once'

/** 0: one that is free. */
export interface Ports {
  otlp: number
  skywalking: number
  page: number
  shop: number
}

export interface Settings {
  apps: AppsName[]
  platforms: PlatformName[]
  scenario: Scenario
  mode: Mode
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
}

interface Flags {
  apps: AppsName[]
  platform: PlatformName[] | undefined
  scenario: Scenario
  mode: Mode
  duration: number
  devices?: number
  encoding: Encoding
  seed: number
  service: string
  serviceVersion: string
  serviceInstance?: string
  collector?: string
  traceCollector?: string
  ports: Ports
  debug: boolean
  check: boolean
  chaos: boolean
}

/** Platforms that are simulated unless others are asked for. */
const USUAL: PlatformName[] = ['wechat', 'alipay']

type Env = { [name: string]: string | undefined }

const units: { [unit: string]: number } = { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

function readDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|)$/.exec(text) ?? []
  const ms = Number(number) * (units[unit ?? ''] ?? NaN)
  if (ms > 0 && ms < 2 ** 31) return ms
  throw new InvalidArgumentError('A time is expected: 90s, 5m, 1h, or a number of ms.')
}

function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= min && number <= max) return number
    throw new InvalidArgumentError(`A whole number from ${min} to ${max} is expected.`)
  }
}

function readUrl(text: string): string {
  if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  throw new InvalidArgumentError('A URL that starts with http:// or https:// is expected.')
}

function readPorts(text: string): Ports {
  const numbers = text.split(',').map((part) => wholeNumber(0, 65_535)(part.trim()))
  const [otlp, skywalking, page, shop = 0] = numbers
  if (numbers.length < 3 || numbers.length > 4)
    throw new InvalidArgumentError('Three or four numbers are expected: OTLP,SkyWalking,page[,shop].')
  return { otlp: otlp!, skywalking: skywalking!, page: page!, shop }
}

function readPlatforms(text: string): PlatformName[] {
  const names = text.split(',').map((part) => part.trim())
  const unknown = names.find((name) => !Object.hasOwn(known, name))
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none; see --help.`)
  return [...new Set(names)] as PlatformName[]
}

/** Errors of a parser of commander's are about the flag; others pass. */
function asArgument<T>(parse: (text: string) => T) {
  return (text: string): T => {
    try {
      return parse(text)
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message)
    }
  }
}

function readApps(text: string): AppsName[] {
  const names = text.split(',').map((part) => part.trim())
  const unknown = names.find((name) => !APPS_NAMES.includes(name as AppsName))
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" is none. There is: ${APPS_NAMES.join(', ')}.`)
  return [...new Set(names)] as AppsName[]
}

function command(): Command {
  const withApp = [...new Set(APPS_NAMES.flatMap(platformsOf))].join(', ')
  const option = (flags: string, text: string, variable?: string) => {
    const made = new Option(flags, text)
    return variable ? made.env(variable) : made
  }
  return new Command('npm start --')
    .description(
      'Runs the sample shop apps on simulated platforms, with a sink and a page that shows what they send.',
    )
    .addOption(
      option(
        '--scenario <name|path>',
        `how people use the apps: ${scenarioNames().join(', ')}, or a file`,
        'SCENARIO',
      )
        .argParser(asArgument(loadScenario))
        .default(loadScenario('demo'), 'demo'),
    )
    .addOption(
      option('--mode <mode>', 'until stopped, for --duration, or one tour of everything', 'MODE')
        .choices(['loop', 'timed', 'once'])
        .default('loop'),
    )
    .addOption(
      option('--duration <time>', 'of --mode timed: 90s, 5m, or ms', 'DURATION_MS')
        .argParser(readDuration)
        .default(60_000, '60s'),
    )
    .addOption(
      option('--platform <names>', `one or more, with commas (${withApp})`)
        .argParser(readPlatforms)
        .default(undefined, USUAL.join(', ')),
    )
    .addOption(
      option('--devices <number>', "devices of each platform (the scenario's)").argParser(
        wholeNumber(1, 1000),
      ),
    )
    .addOption(
      option('--encoding <name>', 'of the signals', 'ENCODING').choices(['proto', 'json']).default('proto'),
    )
    .addOption(
      option('--seed <number>', 'of everything that happens by chance')
        .argParser(wholeNumber(0, 2 ** 32 - 1))
        .default(1),
    )
    .addOption(option('--service <name>', 'name of the apps', 'SERVICE').default('coral-shop'))
    .addOption(option('--service-version <version>', 'their version', 'SERVICE_VERSION').default('v2.3.1'))
    .addOption(option('--service-instance <name>', 'none unless given', 'SERVICE_INSTANCE'))
    .addOption(
      option('--apps <names>', `one or more, with commas (${APPS_NAMES.join(', ')}); built on first use`)
        .argParser(readApps)
        .default(['native'], 'native'),
    )
    .addOption(
      option('--collector <url>', 'an OTLP/HTTP receiver instead of the sink', 'COLLECTOR_URL').argParser(
        readUrl,
      ),
    )
    .addOption(
      option('--trace-collector <url>', "SkyWalking's receiver of segments", 'TRACE_COLLECTOR_URL').argParser(
        readUrl,
      ),
    )
    .addOption(
      option('--ports <numbers>', 'OTLP,SkyWalking,page[,shop]; 0 takes a free one')
        .argParser(readPorts)
        .default({ otlp: 4318, skywalking: 12800, page: 5180, shop: 5190 }, '4318,12800,5180,5190'),
    )
    .addOption(option('--debug', "prints the kit's and the apps' messages (env: DEBUG)").default(false))
    .addOption(
      option('--check', 'one tour on all platforms in both encodings; verifies every signal').default(false),
    )
    .addOption(
      option('--chaos', 'a sink that fails in turn, and the account of every device on the page').default(
        false,
      ),
    )
    .helpOption('-h, --help', 'shows this')
    .allowExcessArguments(false)
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
  // commander reads the environment itself, and only the real one.
  const flags = withEnv(env, () => parser.parse(args, { from: 'user' }).opts<Flags>())
  const fail = (message: string): never => parser.error(`✖ ${message}`, { exitCode: 1 })
  for (const name of flags.apps) {
    const missing = flags.platform?.filter((each) => !platformsOf(name).includes(each)) ?? []
    if (missing.length)
      fail(
        `The ${name} sample app is there for ${platformsOf(name).join(', ')}, not yet for ${missing.join(', ')}.`,
      )
  }
  if (flags.check && flags.apps.some((name) => name !== 'native'))
    fail('--check is for the native apps; npm run test:e2e checks the others.')
  if (flags.chaos && flags.collector) fail('--chaos is the sink’s; it can’t be had with --collector.')
  if (flags.traceCollector && !flags.collector)
    fail('--trace-collector needs --collector, or logs and metrics go nowhere.')
  if (flags.check && flags.collector)
    fail('--check reads back what arrived, which only the built-in sink allows: leave --collector out.')
  return {
    apps: flags.apps,
    platforms: flags.platform ?? USUAL,
    scenario: flags.scenario,
    mode: flags.mode,
    duration: flags.duration,
    devices: flags.devices ?? flags.scenario.devices,
    encoding: flags.encoding,
    seed: flags.seed,
    service: flags.service,
    serviceVersion: flags.serviceVersion,
    serviceInstance: flags.serviceInstance,
    collector: flags.collector,
    traceCollector: flags.traceCollector,
    ports: flags.ports,
    // Set to anything; other tools' users switch it off like this.
    debug: flags.debug || !['', '0', 'false'].includes(env.DEBUG ?? ''),
    check: flags.check,
    chaos: flags.chaos,
  }
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
