/** deploy/nginx/edge.conf in a real nginx, in front of servers that remember what they were sent. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nginxPath } from '../../../.ci/nginx.mjs'
import { freePorts } from './run.ts'

const FILE = join(import.meta.dirname, '../../../deploy/nginx/edge.conf')
/** ms */
const PATIENCE = 10_000
const PACE = 25

/**
 * Why there is no edge to try; undefined if there is one.
 * @throws Error in CI, where that is a failure
 */
export function missingNginx(): string | undefined {
  if (nginxPath()) return undefined
  const reason = 'there is no nginx'
  if (process.env.CI === 'true') throw new Error(reason)
  return reason
}

interface Passed {
  to: 'collector' | 'oap'
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

interface Answered {
  status: number
  headers: IncomingHttpHeaders
}

export interface Edge {
  /** What has come out behind it. */
  passed: Passed[]
  /** The path goes out as it is written here. */
  ask(method: string, path: string, headers?: { [name: string]: string }, body?: string): Promise<Answered>
  close(): Promise<void>
}

/** @param change what an operator would, in the file */
export async function startEdge(change: (conf: string) => string = (conf) => conf): Promise<Edge> {
  const passed: Passed[] = []
  const behind = await Promise.all([remember('collector', passed), remember('oap', passed)])
  const [port] = (await freePorts(1)) as [number]
  const folder = mkdtempSync(join(tmpdir(), 'edge-'))
  const conf = change(readFileSync(FILE, 'utf8'))
    .replace('server collector:4318;', `server 127.0.0.1:${behind[0].port};`)
    .replace('server oap:12800;', `server 127.0.0.1:${behind[1].port};`)
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
  writeFileSync(join(folder, 'edge.conf'), conf)
  writeFileSync(join(folder, 'nginx.conf'), around(folder))
  const child = spawn(nginxPath()!, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' })
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said += String(part)))
  const ask: Edge['ask'] = (method, path, headers = {}, body = '') =>
    new Promise((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
        answer.resume()
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers }))
      })
      asking.on('error', reject)
      asking.end(body)
    })
  const end = performance.now() + PATIENCE
  while (!(await ask('GET', '/healthz').catch(() => undefined))) {
    if (child.exitCode !== null || performance.now() > end) throw new Error(`nginx did not start:\n${said}`)
    await new Promise((resolve) => setTimeout(resolve, PACE))
  }
  return {
    ...{ passed, ask },
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      await Promise.all(behind.map((each) => each.close()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the official image has around it. */
function around(folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
events { worker_connections 2048; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  include ${folder}/edge.conf;
}
`
}

async function remember(to: Passed['to'], passed: Passed[]) {
  const server = createServer((incoming, response) => {
    let body = ''
    incoming.on('data', (part: Buffer) => (body += String(part)))
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      passed.push({ to, method, url, headers, body })
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' }).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
