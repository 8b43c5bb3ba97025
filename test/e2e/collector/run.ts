/** A Collector as a process, on ports that are free. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Collector {
  /** Base address of OTLP over HTTP. */
  url: string
  /** Folder with what it wrote. */
  output: string
  /** Its own counters, summed over their labels. */
  telemetry(): Promise<{ [name: string]: number }>
  /** Ends as it does when a pod is moved: what it has taken in is written first. */
  stop(): Promise<void>
  /** Under the same addresses, with the same files. */
  start(options?: { limitMib?: number }): Promise<void>
  /** The process stands still: connections are taken, and nothing is answered. */
  pause(): void
  resume(): void
  /** Stops it and removes its files. */
  remove(): Promise<void>
}

const config = join(import.meta.dirname, 'config.yaml')
/** ms */
const PATIENCE = 20_000
const PACE = 25

interface Options {
  /** Beyond it the memory_limiter refuses; 1 refuses everything. */
  limitMib?: number
  /** Files, the later in front of the earlier. */
  configs?: string[]
  /** Beside this process's own. */
  env?: { [name: string]: string }
}

export async function startCollector(binary: string, options: Options = {}): Promise<Collector> {
  const [http, grpc, health, telemetry] = await freePorts(4)
  const { configs = [config] } = options
  const output = mkdtempSync(join(tmpdir(), 'otelcol-'))
  let child: ChildProcess | undefined

  const collector: Collector = {
    url: `http://127.0.0.1:${http}`,
    output,
    telemetry: async () => countersOf(await textFrom(`http://127.0.0.1:${telemetry}/metrics`)),
    async start({ limitMib = 512 } = {}) {
      const env = {
        ...process.env,
        OTLP_HTTP: `127.0.0.1:${http}`,
        HEALTH: `127.0.0.1:${health}`,
        OTLP_HTTP_PORT: `${http}`,
        OTLP_GRPC_PORT: `${grpc}`,
        HEALTH_PORT: `${health}`,
        TELEMETRY_PORT: `${telemetry}`,
        LIMIT_MIB: `${limitMib}`,
        OUTPUT: output,
        ...options.env,
      }
      child = spawn(
        binary,
        configs.flatMap((file) => ['--config', file]),
        { env, stdio: ['ignore', 'ignore', 'pipe'] },
      )
      // No Collector outlives who tests.
      const started = child
      const end = () => void started.kill('SIGKILL')
      process.once('exit', end)
      child.once('exit', () => process.off('exit', end))
      await healthy(child, `http://127.0.0.1:${health}`)
    },
    async stop() {
      if (!child || child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      await ended
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async remove() {
      await collector.stop()
      rmSync(output, { recursive: true, force: true })
    },
  }
  await collector.start(options)
  return collector
}

export async function freePorts(count: number): Promise<number[]> {
  // All open at once, so that no two are the same.
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

async function textFrom(url: string): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return response.text()
}

/** @throws Error with what the Collector said, if it ends before, or is not there in time */
async function healthy(child: ChildProcess, url: string): Promise<void> {
  let said = ''
  let ended = false
  child.stderr!.on('data', (part: Buffer) => (said = (said + part).slice(-4000)))
  child.once('exit', () => (ended = true))
  const end = performance.now() + PATIENCE
  for (;;) {
    const there = await textFrom(url).catch(() => '')
    if (there && !ended) return
    if (ended || performance.now() > end) {
      child.kill('SIGKILL')
      throw new Error(`the Collector did not start:\n${said}`)
    }
    await new Promise((resolve) => setTimeout(resolve, PACE))
  }
}

/** Prometheus' text form. */
function countersOf(text: string): { [name: string]: number } {
  const sums: { [name: string]: number } = {}
  for (const line of text.split('\n')) {
    const found = /^(\w+)(?:\{.*\})? (\S+)$/.exec(line)
    if (found) sums[found[1]!] = (sums[found[1]!] ?? 0) + Number(found[2])
  }
  return sums
}
