import { countOf } from '../../cli/live/sink/index.ts'
import type { Fleet } from './fleet.ts'
import type { Services } from './services.ts'
import { counted } from './words.ts'

export interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

interface Lane {
  url?: string
  failures: number
  last?: string
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (number: number) => String(number).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  return `${hours ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** As the page counts. */
function add(counts: { signals: number; errors: number }, more: typeof counts): void {
  counts.signals += more.signals
  counts.errors += more.errors
}

export interface Reporter {
  /** A line of its own. */
  say(line: string): void
  /** Each text once, however often it comes. */
  warn(text: string): void
  stop(): void
}

/** Between two lines about the traffic, ms. */
const PACE = { tty: 1000, plain: 10_000 }

/** `00:09 · 12 requests of 2 devices reached the shop · 1 signal arrived, 0 of them errors`, of what there is. */
function trafficLine({ sink, shop }: Services, fleet: Fleet | undefined) {
  return (ms: number, { signals, errors }: { signals: number; errors: number }): string => {
    const of = errors === 1 ? 'an error' : 'errors'
    return [
      clock(ms),
      shop &&
        fleet &&
        `${counted(shop.count, 'request')} of ${counted(fleet.visitors.length, 'device')} reached the shop`,
      sink && `${counted(signals, 'signal')} arrived, ${errors} of them ${of}`,
    ]
      .filter(Boolean)
      .join(' · ')
  }
}

/**
 * Tells how the traffic goes: one line that changes, or where that can't be, a line now and then.
 * @param fleet none where all traffic is that of an app of the user's
 */
export function createReporter(output: Output, services: Services, fleet?: Fleet): Reporter {
  const { sink } = services
  const begin = Date.now()
  const counts = { signals: 0, errors: 0 }
  const warned = new Set<string>()
  let shown = false

  const off = sink?.on('data', (data) => add(counts, countOf(data)))
  const wipe = () => {
    if (shown) output.write('\r\x1b[K')
    shown = false
  }
  const say = (line: string) => {
    wipe()
    output.write(`${line}\n`)
  }
  const warn = (text: string) => {
    if (warned.has(text)) return
    warned.add(text)
    say(`✖ ${text}`)
  }
  /** A back end that fails is told once, and so is that it takes again. */
  const watchLanes = () => {
    const lanes = (fleet?.visitors ?? []).flatMap(
      ({ visitor }) => (visitor.diagnostics() as { collector?: Lane[] } | undefined)?.collector ?? [],
    )
    for (const { url, failures, last } of lanes) {
      if (!url) continue
      const bad = `${url} fails: ${last}; the apps keep what they have and try again`
      if (failures > 1 && !warned.has(url)) {
        warned.add(url)
        say(`✖ ${bad}`)
      } else if (failures === 0 && last === 'success' && warned.delete(url))
        say(`✔ ${url} takes signals again`)
    }
  }
  const lineOf = trafficLine(services, fleet)
  const tell = () => {
    if (!sink) watchLanes()
    const line = lineOf(Date.now() - begin, counts)
    if (!output.isTTY) return say(line)
    output.write(`\r\x1b[K${line}`)
    shown = true
  }
  const timer = setInterval(tell, output.isTTY ? PACE.tty : PACE.plain)
  return {
    say,
    warn,
    stop() {
      clearInterval(timer)
      tell()
      if (shown) output.write('\n')
      shown = false
      off?.()
    },
  }
}
