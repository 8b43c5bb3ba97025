import type { App } from './apps.ts'

/** One app at one moment, and the way to the sink. */
export interface Round {
  app: App
  now: number
  post(path: string, body: unknown): Promise<unknown>
}
