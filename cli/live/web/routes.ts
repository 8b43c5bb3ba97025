import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { Filter, Store } from '../sink/index.ts'
import { filterFrom } from '../sink/store/filter.ts'
import type { Bundle } from './bundle.ts'
import type { Feed } from './feed.ts'
import { HEADERS } from './headers.ts'

type Env = { Bindings: HttpBindings }

const READING = ['GET', 'HEAD']

/**
 * - `/` the page, `/events` snapshots as Server-Sent Events
 * - `/api/snapshot?service=&platform=&version=&framework=&range=&q=`, `/api/requests/<id>`, `/api/traces/<id>`,
 *   `/api/errors/<id>?service=…` as JSON
 */
export function pageRoutes({ html, script, style }: Bundle, store: Store, feed: Feed): Hono<Env> {
  const app = new Hono<Env>()
  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
    if (!READING.includes(context.req.method)) return context.text('GET only', 405)
    await next()
  })
  const file = (path: string, type: string, content: Uint8Array): void => {
    const body = new Uint8Array(content)
    app.get(path, (context) => context.body(body, 200, { 'content-type': type }))
  }
  file('/', 'text/html; charset=utf-8', html)
  file('/main.js', 'text/javascript; charset=utf-8', script)
  file('/style.css', 'text/css; charset=utf-8', style)
  app.get('/events', (context) => {
    feed.add(context.env.outgoing, filterOf(context))
    return RESPONSE_ALREADY_SENT
  })
  app.get('/api/snapshot', (context) => context.json(store.snapshot(filterOf(context))))
  app.get('/api/requests/:id', (context) => found(context, store.payload(Number(context.req.param('id')))))
  app.get('/api/traces/:id', (context) => found(context, store.trace(context.req.param('id'))))
  app.get('/api/errors/:id', (context) =>
    found(context, store.error(context.req.param('id'), filterOf(context))),
  )
  app.onError((_, context) => context.text('the page failed', 500))
  return app.notFound((context) => context.text('not here', 404))
}

function filterOf({ req }: Context): Filter {
  return filterFrom((part) => req.query(part))
}

function found(context: Context, value: object | undefined): Response {
  return value ? context.json(value) : context.json({}, 404)
}
