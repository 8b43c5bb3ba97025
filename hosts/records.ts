import type { Loose } from './loose.ts'

export interface RequestRecord {
  id: number
  api: 'request' | 'uploadFile' | 'downloadFile'
  /** The very object that the platform was handed. */
  options: Loose
  url: string
  method: string
  headers: Record<string, string>
  body?: Uint8Array
  state: 'queued' | 'sending' | 'done'
  outcome?: 'success' | 'fail'
  status?: number
  /** What the app was told. */
  result?: Loose
  /** Monotonic ms of the device. */
  calledAt: number
  startedAt?: number
  endedAt?: number
}

export interface RuntimeError {
  error: Loose
  /** Where it came from: `app.js`, `App.onLaunch`, `setTimeout`, `request success`, `rejection` … */
  source: string
}

export interface LogLine {
  level: string
  args: Loose[]
  text: string
}
