import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { checked } from './check.ts'
import { parseJson } from './decode.ts'
import { PLAN, PLANS } from './plans.ts'
import type { Plan } from './plans.ts'
import { streamOf } from './stream.ts'
import type { ReceivedData } from './types.ts'

export const CLEARED = ['all', 'data', 'faults'] as const
/** What a sink may be told to forget. */
export type Cleared = (typeof CLEARED)[number]

/** What the control routes may do to a sink. */
export interface Controlled {
  plan(plans: Plan[]): void
  clear(what: Cleared): void
  /** @throws Error on a report that is malformed */
  devices(reports: unknown): void
  state(): object
  received: ReceivedData
}

const JSON_TYPE = { 'content-type': 'application/json' }
const BODY_LIMIT = 1024 * 1024

/**
 * - `POST /control` `{ clear?: 'all' | 'data' | 'faults', plan?: Plan | Plan[] }`
 * - `GET /control` what is planned and how much came in; `GET /received` the records
 * - `POST /devices` the devices' diagnostics, see account.ts
 *
 * No CORS here and JSON only: a web page from elsewhere can't give orders.
 */
export function controlRoutes(sink: Controlled): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    context.header('x-content-type-options', 'nosniff')
    context.header('cross-origin-resource-policy', 'same-origin')
  })
  app.get('/control', (context) => context.json(sink.state()))
  app.get('/received', (context) => context.body(streamOf(sink.received), 200, JSON_TYPE))
  const post = (path: string, take: (body: unknown) => void): void => {
    app.post(path, limited, async (context) => {
      if (!/^application\/json\b/.test(context.req.header('content-type') ?? ''))
        return misuse(context, 415, 'application/json only')
      try {
        take(parseJson(new Uint8Array(await context.req.arrayBuffer())))
      } catch (error) {
        return misuse(context, 400, (error as Error).message)
      }
      return context.json(sink.state())
    })
  }
  post('/control', (order) => obey(sink, order))
  post('/devices', sink.devices)
  for (const path of ['/control', '/received', '/devices'])
    app.all(path, (context) => misuse(context, 405, 'wrong method'))
  return app
}

const limited = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: (context) => misuse(context, 413, `body is larger than ${BODY_LIMIT} bytes`),
})

function misuse(context: Context, status: 400 | 405 | 413 | 415, error: string): Response {
  return context.json({ error }, status)
}

const ORDER = v.strictObject({
  clear: v.optional(v.picklist(CLEARED)),
  plan: v.optional(
    v.pipe(
      v.unknown(),
      v.transform((plan): unknown[] => (Array.isArray(plan) ? plan : [plan])),
      v.maxLength(PLANS, `${PLANS} faults at most`),
      v.array(PLAN),
    ),
  ),
})

/** Checks the whole order before it does any of it. */
function obey(sink: Controlled, order: unknown): void {
  const { clear, plan } = checked(ORDER, order, 'order')
  if (!clear && !plan) throw new Error('give plan, clear or both')
  if (clear) sink.clear(clear)
  if (plan) sink.plan(plan)
}
