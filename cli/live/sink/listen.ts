import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  server: Server
  url: string
  port: number
  close(): Promise<void>
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(`Port ${port} on ${host} is in use. Stop what listens there, or choose another port.`, {
      cause: error,
    })
  if (error.code === 'EACCES')
    return new Error(`Port ${port} on ${host} may not be opened by this user. Choose one above 1023.`, {
      cause: error,
    })
  return new Error(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error })
}

/**
 * Listens on one port (0 = one that is free).
 * @throws Error that names the port if it is in use or not allowed
 */
export function listen(
  handler: RequestListener,
  { host = '127.0.0.1', port, maxHeaderSize }: { host?: string; port: number; maxHeaderSize?: number },
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = createServer({ maxHeaderSize, keepAliveTimeout: 30_000 }, handler)
    server.once('error', (error) => reject(explain(error, host, port)))
    server.listen(port, host, () => {
      const actual = (server.address() as AddressInfo).port
      const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.close(() => done())
          // Hanging answers and kept-alive connections would hold it open.
          server.closeAllConnections()
        })
      resolve({
        server,
        port: actual,
        url: `http://${name.includes(':') ? `[${name}]` : name}:${actual}`,
        close,
      })
    })
  })
}
