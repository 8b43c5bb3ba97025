import type { Settings } from './options.ts'
import { at, lanAddresses, optionsLine } from './own-app.ts'
import type { Services } from './services.ts'

/* What is printed once all is up: where things are, and what an app of the user's is to be given. */

type Row = [name: string, value: string]

export function addresses(services: Services, settings: Settings): string {
  const { sink, page, shop, collector, traceCollector } = services
  const rows: Row[] = [
    ...(page ? ([['Page', page.url]] as Row[]) : []),
    [sink ? 'OTLP sink' : 'OTLP', collector],
    [sink ? 'SkyWalking sink' : 'Segments', traceCollector],
    ...(shop ? ([['Shop', shop.url]] as Row[]) : []),
    ...samples(settings),
    ...(sink && (settings.lan || !shop) ? own(services, settings) : []),
  ]
  return `\n${rows.map(([name, value]) => `  ${name.padEnd(16)}${value}`).join('\n')}\n`
}

function samples({ apps, scenario, mode, devices, platforms, encoding, chaos }: Settings): Row[] {
  const row = (name: string, value: string): Row => [name, value]
  const failing = chaos ? [row('Chaos', 'the sink fails in turn; the page shows every device’s account')] : []
  if (!apps.length) return chaos ? [row('Chaos', 'the sink fails in turn')] : []
  const number = devices * platforms.length * apps.length
  return [
    row('Scenario', `${scenario.name}: ${scenario.description}`),
    ...failing,
    row('Devices', `${number} (${apps.join(', ')}: ${platforms.join(', ')}), ${encoding}, ${mode}`),
  ]
}

/** On this machine, and from each network that it is in. */
function own({ page, collector, traceCollector }: Services, { lan }: Settings): Row[] {
  const here: Row = ['Your app', optionsLine(collector, traceCollector)]
  if (!lan) return [here]
  const found = lanAddresses()
  if (!found.length) return [here, ['On a phone', 'this machine is in no network']]
  return [
    here,
    ...found.flatMap((address): Row[] => [
      ['On a phone', optionsLine(at(collector, address), at(traceCollector, address))],
      ['', `page: ${at(page!.url, address)}`],
    ]),
  ]
}

export function lanWarning(): string {
  return '! --lan: everybody in these networks can read the page and send to the sink; there is no password.'
}
