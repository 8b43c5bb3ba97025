import { hintOn } from './hints.ts'

/* What the admin host of an OAP 11 answers. */

export interface Answer {
  status: number
  body: Body | unknown[] | undefined
}

/** All that OAP is known to answer; each path has some of it. */
export interface Body {
  applyStatus?: string
  message?: string | null
  applyId?: string
  rules?: PushedRow[]
  content?: string
  /** Where a change of storage stands. */
  phase?: string
  failureReason?: string
  fenceLaggards?: string[]
  /** Of a dashboard: false if it was not stored. */
  status?: boolean
}

/** Of `/runtime/rule/list`: what was pushed, and for some seconds after a start what OAP has as files. */
export interface PushedRow {
  catalog: string
  name: string
  /** `ACTIVE` or `INACTIVE` of what was pushed; `BUNDLED`; `n/a` of what is just going. */
  status: string
  /** Whether this node runs it: `RUNNING`, `SUSPENDED`, `NOT_LOADED`. */
  localState?: string
  /** What it runs: `RUNTIME` if it is what was pushed. */
  loaderKind?: string
  contentHash?: string
  bundledContentHash?: string
  lastApplyError?: string
}

/** Of `/runtime/rule/bundled`: what OAP has as files. */
export interface BundledRow {
  name: string
  contentHash: string
}

export interface Template {
  id: string
  /** An envelope, as JSON. */
  configuration: string
  disabled?: boolean
}

export class Refusal extends Error {
  /** Of the answer. */
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

/** The answer as an error: what it was about, and what to do. */
export function refusal(what: string, { status, body }: Answer): Refusal {
  const { applyStatus = '', message } = single(body)
  const words = [`OAP answers ${status}${applyStatus && ` ${applyStatus}`}`, message, hintOn(applyStatus)]
  const text = words
    .filter(Boolean)
    .join(': ')
    .replace(/\s*\n\s*/g, ' ')
  return new Refusal(`${what}: ${text}`, status)
}

/** An answer that is no list. */
export function single(body: Answer['body']): Body {
  return body && !Array.isArray(body) ? body : {}
}
