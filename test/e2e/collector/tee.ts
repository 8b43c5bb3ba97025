/** Passes requests on to a Collector, and keeps what it said yes to. */
import { request as send } from 'node:http'
import { listen } from '../../../cli/live/sink/index.ts'
import type { SignalName } from '../../wire/official.ts'
import { itemsOfBody } from './items.ts'

export interface Tee {
  url: string
  exchanges: { path: string; type: string; status: number; answer: string; items: string[] }[]
  close(): Promise<void>
}

export async function startTee(target: string): Promise<Tee> {
  const exchanges: Tee['exchanges'] = []
  const { url, close } = await listen(
    (incoming, response) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.on('end', () => {
        const body = Buffer.concat(parts)
        const path = incoming.url ?? ''
        const type = incoming.headers['content-type'] ?? ''
        const onward = send(
          target + path,
          { method: incoming.method, headers: incoming.headers },
          (answer) => {
            const said: Buffer[] = []
            answer.on('data', (part: Buffer) => said.push(part))
            answer.on('end', () => {
              const status = answer.statusCode ?? 0
              const items = itemsOfBody(
                path.slice('/v1/'.length) as SignalName,
                body,
                type === 'application/json',
              )
              exchanges.push({ path, type, status, answer: String(Buffer.concat(said)), items })
              response.writeHead(status, answer.headers).end(Buffer.concat(said))
            })
          },
        )
        onward.on('error', () => response.destroy())
        onward.end(body)
      })
    },
    { port: 0 },
  )
  return { url, exchanges, close }
}
