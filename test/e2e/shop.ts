import type { Reply } from '../../hosts/index.ts'
import { ROUTES } from '../../playground/run/shop/routes.ts'

type Answer = Exclude<Reply, 'hang' | { fail: unknown }> & { status: number }

/** The sample shop, without a network. */
export function answerOf(method: string, url: string, body: Uint8Array, contentType = ''): Answer {
  const { pathname, searchParams } = new URL(url)
  const route = ROUTES.find((each) => each.method === method && each.pattern.test(pathname))
  if (!route) return { status: 404, body: { message: 'no such address' } }
  const id = route.pattern.exec(pathname)?.[1] ?? ''
  const reply = route.answer({ query: searchParams, id, body: Buffer.from(body), contentType, serial: 1 })
  return {
    status: reply.status ?? 200,
    headers: { 'content-type': reply.type ?? 'application/json' },
    body: reply.bytes ?? reply.json,
  }
}
