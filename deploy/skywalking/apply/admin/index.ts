import { createAsk } from './ask.ts'
import { dashboardsOn } from './dashboards.ts'
import { rulesOn } from './rules.ts'

/* The admin host of an OAP 11: its requests, and its answers in words. */

export type Admin = ReturnType<typeof createAdmin>

export interface AdminOptions {
  /** URL of the host. */
  base: string
  headers?: Record<string, string>
  /** Between two questions of whether a change is in force. */
  pause?: (ms: number) => Promise<void>
  /** ms to wait for an answer. */
  timeout?: number
}

export function createAdmin({ base, headers = {}, pause = pauseFor, timeout = 60_000 }: AdminOptions) {
  const ask = createAsk({ base, headers, timeout })
  return { ...rulesOn(ask, pause), ...dashboardsOn(ask) }
}

function pauseFor(ms: number) {
  return new Promise<void>((done) => setTimeout(done, ms))
}
