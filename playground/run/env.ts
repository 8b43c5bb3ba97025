export type Encoding = 'proto' | 'json'

/** What the generated env.js of an app holds. */
export interface AppEnv {
  service: string
  serviceVersion?: string
  serviceInstance?: string
  collector: string
  traceCollector?: string
  encoding: Encoding
  debug: boolean
  /** ms */
  flushInterval: number
  /** Address of the shop. */
  api: string
}
