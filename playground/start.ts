/** `npm start`: the sample apps on simulated phones, a shop for them, and a sink and a page for what they send. */
import { leftBehind, reportAccounts } from './run/accounts.ts'
import { addresses, lanWarning } from './run/addresses.ts'
import { isGood, runCheck, tableOf } from './run/check.ts'
import { createFleet, type Fleet } from './run/fleet.ts'
import { readyApp, type ReadyApp } from './run/frameworks.ts'
import { readSettings, type Settings } from './run/options.ts'
import { createReporter } from './run/report.ts'
import { createStarter, unreachable, type Services, type Starter } from './run/services.ts'

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Resolves with the first signal that asks us to end, or when who started us has gone; a second signal ends at once. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let first = 0
    const end = () => {
      // A terminal's Ctrl-C comes to all processes of the group, and once more through npm and tsx.
      if (first && Date.now() - first > 1000) process.exit(1)
      first ||= Date.now()
      resolve()
    }
    process.on('SIGINT', end)
    process.on('SIGTERM', end)
    // npm hands SIGTERM to a shell, which dies of it without a word to us.
    const parent = process.ppid
    const watch = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(watch)
      end()
    }, 500)
    watch.unref()
  })
}

/** One piece of getting started, in one line: under way, then done; what it returns is a worry worth telling. */
async function step(title: string, work: () => unknown): Promise<void> {
  const { stdout } = process
  if (stdout.isTTY) stdout.write(`· ${title} …`)
  const tell = (line: string) => stdout.write(stdout.isTTY ? `\r\x1b[K${line}\n` : `${line}\n`)
  try {
    const worry = await work()
    tell(typeof worry === 'string' ? `! ${worry}` : `✔ ${title}`)
  } catch (error) {
    // The reason follows, from main().
    tell(`✖ ${title}`)
    throw error
  }
}

async function start(settings: Settings, starter: Starter): Promise<ReadyApp[]> {
  const { apps, platforms, encoding, collector, traceCollector } = settings
  const ready: ReadyApp[] = []
  const say = (line: string) => process.stdout.write(`  · ${line}\n`)
  for (const name of apps)
    await step(`Apps: ${name} for ${platforms.join(' and ')}, with the built package`, async () => {
      for (const each of platforms) ready.push(await readyApp(name, each, encoding, say))
    })
  if (!collector) {
    await step('Sink for OTLP and SkyWalking', starter.sink)
    await step('Page', starter.page)
  }
  if (apps.length) await step("Shop, the apps' back end", starter.shop)
  for (const url of new Set([collector, traceCollector]))
    if (url)
      await step(`Back end ${url}`, async () => {
        const reason = await unreachable(url)
        return reason && `${url} does not answer (${reason}): the apps keep what they have and try again`
      })
  return ready
}

function launch(
  settings: Settings,
  apps: ReadyApp[],
  services: Services,
  warn: (text: string) => void,
): Fleet {
  const { scenario, mode, duration, devices, seed, encoding, debug } = settings
  const { service, serviceVersion, serviceInstance } = settings
  const { collector, traceCollector, shop } = services
  return createFleet({
    ...{ scenario, mode, duration, devices, seed, apps },
    env: {
      ...{ service, serviceVersion, serviceInstance, collector, traceCollector, encoding, debug },
      flushInterval: 5000,
      api: shop!.url,
    },
    onProblem: (device, error) =>
      warn(`${device}: ${debug ? String((error as Error).stack) : message(error)}`),
  })
}

async function run(settings: Settings, stop: Promise<void>): Promise<void> {
  const starter = createStarter(settings)
  try {
    const apps = await start(settings, starter)
    const services = starter.services()
    const { stdout } = process
    stdout.write(`${addresses(services, settings)}\n`)
    if (settings.lan) stdout.write(`${lanWarning()}\n`)
    if (settings.mode === 'loop') stdout.write('Ctrl-C ends it.\n')
    await (apps.length ? visit(settings, apps, services, stop) : watch(settings, services, stop))
  } finally {
    await starter.close()
  }
}

/** The sample apps are used. */
async function visit(settings: Settings, apps: ReadyApp[], services: Services, stop: Promise<void>) {
  const { stdout } = process
  const fleet = launch(settings, apps, services, (text) => reporter.warn(text))
  const reporter = createReporter(stdout, services, fleet)
  const { sink } = services
  const accounts = settings.chaos && sink ? reportAccounts(fleet, sink, settings.service) : undefined
  await Promise.race([stop, fleet.done])
  reporter.say('The apps deliver what they have …')
  await fleet.stop()
  reporter.stop()
  accounts?.stop()
  if (accounts) stdout.write(`${accounts.line()}\n`)
  const left = accounts ? undefined : leftBehind(fleet)
  if (left) stdout.write(`✖ ${left}\n`)
}

/** An app of the user's is. */
async function watch({ mode, duration }: Settings, services: Services, stop: Promise<void>) {
  const reporter = createReporter(process.stdout, services)
  let timer: NodeJS.Timeout | undefined
  const over = new Promise(
    (resolve) => (timer = mode === 'timed' ? setTimeout(resolve, duration) : undefined),
  )
  await Promise.race([stop, over])
  clearTimeout(timer)
  reporter.stop()
}

async function check(settings: Settings): Promise<boolean> {
  const tours = settings.platforms.length * 2
  process.stdout.write(
    `${tours} tours through the sample shop: ${settings.platforms.join(', ')}; protobuf and JSON …\n\n`,
  )
  const columns = await runCheck({ ...settings, apps: 'native' })
  const good = isGood(columns)
  process.stdout.write(
    `${tableOf(columns)}\n${good ? '✔ Every signal arrived as it should.' : '✖ Not as it should be.'}\n`,
  )
  return good
}

async function main(): Promise<number> {
  let settings: Settings
  try {
    settings = readSettings(process.argv.slice(2))
  } catch (error) {
    // Has been told already.
    return (error as { exitCode?: number }).exitCode ?? 1
  }
  const stop = askedToStop()
  try {
    if (settings.check) return (await Promise.race([check(settings), stop.then(() => false)])) ? 0 : 1
    await run(settings, stop)
    return 0
  } catch (error) {
    process.stderr.write(`✖ ${message(error)}\n`)
    return 1
  }
}

process.exit(await main())
