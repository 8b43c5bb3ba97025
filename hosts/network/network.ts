export type NetKind = 'request' | 'upload' | 'download'

/** What leaves the device. */
export interface NetRequest {
  readonly kind: NetKind
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body?: Uint8Array
  /** `manual`: a redirect is handed to the app as it is. */
  readonly redirect?: 'follow' | 'manual'
}

export interface NetResponse {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** Why there is no response; each platform has its own words for it. */
export type NetReason = 'dns' | 'refused' | 'reset' | 'timeout' | 'tls' | 'offline' | 'domain'

export interface NetFailure {
  readonly reason: NetReason
  readonly message?: string
}

export interface NetHandlers {
  headers?(status: number, headers: Record<string, string>): void
  chunk?(bytes: Uint8Array): void
  progress?(direction: 'up' | 'down', bytes: number, total: number): void
  done(response: NetResponse): void
  fail(failure: NetFailure): void
}

export type Network = (request: NetRequest, on: NetHandlers) => { abort(): void }
