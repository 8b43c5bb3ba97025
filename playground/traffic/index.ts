/**
 * Invented traffic, for work on the page: `npx tsx playground/traffic/index.ts [port] [--chaos]` shows four shop apps,
 * ten minutes of them at once and then live. No kit and no simulated phone takes part; `npm start` runs real apps.
 */
import { createSink } from '../../cli/live/sink/index.ts'
import { servePage } from '../../cli/live/web/serve.ts'
import { reports } from './accounts.ts'
import { APPS } from './apps.ts'
import { flush } from './flush.ts'

/** ms between two flushes of an app, in the past that is told at once and live. */
const PAST_PACE = 5000
const LIVE_PACE = 2000

async function main(): Promise<void> {
  const port = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 5180)
  const chaos = process.argv.includes('--chaos')
  let behind = 600_000
  const now = (): number => Date.now() - behind
  const sink = await createSink({ ports: [0], keep: 5000, now })
  const page = await servePage({ sink, port, now })
  const post = (path: string, body: unknown): Promise<unknown> =>
    fetch(sink.urls[0]! + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined)
  const round = async (): Promise<void> => {
    for (const app of APPS) await flush({ app, now: now(), post })
    if (chaos) sink.report(reports(now()))
  }
  for (; behind > 0; behind -= PAST_PACE) await round()
  behind = 0
  if (chaos) sink.plan({ kind: 'chaos', seed: 3 })
  console.log(`page ${page.url}, collector ${sink.urls[0]}`)
  const timer = setInterval(() => void round(), LIVE_PACE)
  process.once('SIGINT', () => {
    clearInterval(timer)
    void page.close().then(() => sink.close())
  })
}

void main()
