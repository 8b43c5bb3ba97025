import { spawn } from 'node:child_process'
import type { Result, Task } from './worker.ts'

export type Mode = 'jit' | 'jitless'
export const MODES: Mode[] = ['jit', 'jitless']

/** On one thread, so that its processor time is that of the kit and its garbage; jitless is nearest to iOS. */
function flagsOf(mode: Mode, task: Task): string[] {
  const flags = ['--single-threaded', '--expose-gc']
  if (mode === 'jitless') flags.push('--jitless')
  // else the collections between two turns of a subject would make it compile again
  if (task.group !== 'memory') flags.push('--no-flush-bytecode')
  return flags
}

/** @throws Error with what the worker said, if it fails */
export function runWorker(worker: string, mode: Mode, task: Task): Promise<Result> {
  return new Promise((resolve, reject) => {
    const args = [...flagsOf(mode, task), worker, JSON.stringify(task)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (data) => (out += data))
    child.stderr.on('data', (data) => (err += data))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Result)
      else reject(new Error(`${task.group} (${mode}) failed with ${code}:\n${err}`))
    })
  })
}
