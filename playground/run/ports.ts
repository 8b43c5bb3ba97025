import { createServer } from 'node:net'
import type { Ports } from './arguments.ts'

/* Ports that can't be had, in the words of the flag that takes others. */

const ROLES: { readonly [role in keyof Ports]: string } = {
  otlp: 'OTLP',
  skywalking: 'SkyWalking',
  page: 'page',
  shop: 'shop',
}

const WHY: { [code: string]: string } = {
  EADDRINUSE: 'is in use',
  EACCES: 'may not be opened by this user',
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

/**
 * What was thrown where a port could not be had: the same, or an Error that names the flag and what to give it, with all
 * ports that can't be had at the moment replaced.
 * @param free roles whose ports are ours already
 */
export async function explainPort(
  error: unknown,
  ports: Ports,
  host: string,
  free: readonly (keyof Ports)[],
): Promise<unknown> {
  const { code, port } = ((error as Error).cause ?? {}) as { code?: string; port?: number }
  const role = (Object.keys(ROLES) as (keyof Ports)[]).find((each) => ports[each] && ports[each] === port)
  if (!code || !role || !WHY[code]) return error
  // only the apps talk to the shop
  const placeOf = (each: keyof Ports) => (each === 'shop' ? '127.0.0.1' : host)
  const others = await Promise.all(
    (Object.keys(ROLES) as (keyof Ports)[]).map(async (each) => {
      const isFree = free.includes(each) || (each !== role && (await canListen(ports[each], placeOf(each))))
      return isFree ? ports[each] : 0
    }),
  )
  const twice = Object.values(ports).filter((each) => each === port).length > 1
  const what = twice ? 'is asked for twice' : WHY[code]
  return new Error(
    `Port ${port} on ${placeOf(role)} (${ROLES[role]}) ${what}. Other ports: --ports ${others.join(',')}, in the order of ` +
      `${Object.values(ROLES).join(', ')}; 0 takes a free one.`,
    { cause: error },
  )
}
