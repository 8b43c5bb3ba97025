import { setFlagsFromString } from 'node:v8'
import type { Signal } from '../../core/index.ts'
import { settled } from '../clock.ts'
import { createHost } from '../host.ts'
import { createMix, fresh, signalsOf } from '../mix.ts'
import { load } from './start.ts'

/** Bytes; each but the first counted from the start of `init`. */
export interface Memory {
  code: number
  /** With the engine's code of what ran once. */
  init: number
  /** When the engine has let go of that. */
  settled: number
  /** Each counted from `settled`. */
  queued: number
  sent: number
  /** Without JIT only: with it, what the engine has compiled meanwhile would be counted as ours. */
  'queued/x10'?: number
}

const OPTIONS = {
  service: 'shop',
  collector: 'https://collector.example.com',
  enable: { tracing: true },
  // ten times the events must fit
  maxQueue: 10000,
  maxQueueBytes: 1e8,
}

/** What stays on the heap, buffers included, when all garbage is gone; one value a run. */
export async function memoryCases(source: string, runs: number): Promise<Record<keyof Memory, number[]>> {
  const all: Record<string, number[]> = {}
  // the first one also pays for what the engine makes once
  await retained(source)
  for (let i = 0; i < runs; i++) {
    const one = await retained(source)
    for (const [key, bytes] of Object.entries(one)) (all[key] ??= []).push(bytes)
  }
  return all
}

async function retained(source: string): Promise<Memory> {
  const host = createHost()
  host.network = 'silent'
  let passed = 0
  const run = load(source, host, { Date: { now: () => Date.now() + passed } })
  const empty = await heap()
  const native = run()
  const loaded = await heap()
  const monitor = native.init(OPTIONS)
  const init = (await heap()) - loaded
  const start = await heap(true)
  const emit = (signal: Signal) => {
    // no limit on what comes in a second
    passed += 60
    monitor.emit(signal)
  }
  fill(emit, 1, 1)
  const queued = (await heap(true)) - start
  host.network = 'up'
  await monitor.flush()
  const sent = (await heap(true)) - start
  host.network = 'silent'
  let tenfold: Pick<Memory, 'queued/x10'> = {}
  if (process.execArgv.includes('--jitless')) {
    fill(emit, 2, 10)
    tenfold = { 'queued/x10': (await heap(true)) - start - sent }
  }
  // alive until here
  monitor.diagnostics()
  return { code: loaded - empty, init, settled: start - loaded, queued, sent, ...tenfold }
}

function fill(emit: (signal: Signal) => void, seed: number, times: number): void {
  // no copy of it stays in this frame
  signalsOf(fresh(JSON.stringify(createMix(seed, times)))).forEach(emit)
}

/** `lean`: without compiled code, which engines let go of when it has not run for long. */
async function heap(lean = false): Promise<number> {
  await settled()
  await settled()
  setFlagsFromString(lean ? '--stress-flush-code' : '--no-stress-flush-code')
  for (let i = 0; i < 3; i++) globalThis.gc!()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
