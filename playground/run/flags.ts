import { Command, InvalidArgumentError, Option } from 'commander'
import type { PlatformName } from '../../hosts/index.ts'
import { ADDRESS, APPS, argument, PLATFORMS, PORTS, TIME, wholeNumber } from './arguments.ts'
import { PREFIX } from './environment.ts'
import { APPS_NAMES, platformsOf } from './frameworks.ts'
import { loadScenario, scenarioNames } from './scenario.ts'

/** Platforms that are simulated unless others are asked for. */
export const USUAL: PlatformName[] = ['wechat', 'alipay']

export function command(): Command {
  const made = new Command('npm start --').description(
    'Runs the sample shop apps on simulated platforms, with a sink and a page that shows what they send.',
  )
  for (const option of options()) made.addOption(option)
  return made.helpOption('-h, --help', 'shows this').addHelpText('after', HELP).allowExcessArguments(false)
}

const HELP = `
Your own app: npm start -- --apps none [--lan] prints the line for its \`init\`.
Variables that have no ${PREFIX} before their name are heard, too, where their value fits: MODE=once.`

interface More {
  /** Variable of the environment that says the same, without its prefix. */
  env?: string
  choices?: string[]
  parse?: (text: string) => unknown
  /** Unless given; and how the help shows it. */
  usual?: [value: unknown, shown?: string]
}

function flag(flags: string, text: string, { env, choices, parse, usual }: More = {}): Option {
  const option = new Option(flags, text)
  if (env) option.env(PREFIX + env)
  if (parse) option.argParser(parse)
  if (choices) option.choices(choices)
  if (usual) option.default(...usual)
  return option
}

function options(): Option[] {
  const withApp = [...new Set(APPS_NAMES.flatMap(platformsOf))].join(', ')
  return [
    flag('--scenario <name|path>', `how people use the apps: ${scenarioNames().join(', ')}, or a file`, {
      ...{ env: 'SCENARIO', parse: readScenarioFlag, usual: [loadScenario('demo'), 'demo'] },
    }),
    flag('--mode <mode>', 'until stopped, for --duration, or one tour of everything', {
      ...{ env: 'MODE', choices: ['loop', 'timed', 'once'], usual: ['loop'] },
    }),
    flag('--duration <time>', 'of --mode timed: 90s, 5m, or ms', {
      ...{ env: 'DURATION_MS', parse: argument(TIME), usual: [60_000, '60s'] },
    }),
    flag('--platform <names>', `one or more, with commas (${withApp})`, {
      ...{ parse: argument(PLATFORMS), usual: [undefined, USUAL.join(', ')] },
    }),
    flag('--devices <number>', "devices of each platform (the scenario's)", {
      parse: argument(wholeNumber(1, 1000)),
    }),
    flag('--encoding <name>', 'of the signals', {
      ...{ env: 'ENCODING', choices: ['proto', 'json'], usual: ['proto'] },
    }),
    flag('--seed <number>', 'of everything that happens by chance', {
      ...{ parse: argument(wholeNumber(0, 2 ** 32 - 1)), usual: [1] },
    }),
    flag('--service <name>', 'name of the apps', { env: 'SERVICE', usual: ['coral-shop'] }),
    flag('--service-version <version>', 'their version', { env: 'SERVICE_VERSION', usual: ['v2.3.1'] }),
    flag('--service-instance <name>', 'none unless given', { env: 'SERVICE_INSTANCE' }),
    flag(
      '--apps <names>',
      `one or more, with commas (${APPS_NAMES.join(', ')}), built on first use (Taro takes 600 MB of disk, uni-app 300); or none: the page for your own`,
      {
        ...{ parse: argument(APPS), usual: [['native'], 'native'] },
      },
    ),
    flag('--collector <url>', 'an OTLP/HTTP receiver instead of the sink', {
      ...{ env: 'COLLECTOR_URL', parse: argument(ADDRESS) },
    }),
    flag('--trace-collector <url>', "SkyWalking's receiver of segments", {
      ...{ env: 'TRACE_COLLECTOR_URL', parse: argument(ADDRESS) },
    }),
    flag('--ports <numbers>', 'OTLP,SkyWalking,page[,shop]; 0 takes a free one', {
      parse: argument(PORTS),
      usual: [{ otlp: 4318, skywalking: 12800, page: 5180, shop: 5190 }, '4318,12800,5180,5190'],
    }),
    flag('--lan', 'opens page and sink, without a password, to the local network: for an app on a phone', {
      usual: [false],
    }),
    flag('--debug', "prints the kit's and the apps' messages", {
      ...{ env: 'DEBUG', usual: [false] },
    }),
    flag('--check', 'one tour on all platforms in both encodings; verifies every signal', { usual: [false] }),
    flag('--chaos', 'a sink that fails in turn, and the account of every device on the page', {
      usual: [false],
    }),
  ]
}

/** What is wrong with a scenario is told as what is wrong with the flag. */
function readScenarioFlag(text: string) {
  try {
    return loadScenario(text)
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}
