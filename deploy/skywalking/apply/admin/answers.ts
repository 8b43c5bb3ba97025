import { hintOn } from './hints.ts'

/* What the admin host of an OAP 11 answers. */

export interface Answer {
  status: number
  body: Body | Template[] | undefined
}

/** All that OAP is known to answer; each path has some of it. */
export interface Body {
  applyStatus?: string
  message?: string | null
  applyId?: string
  rules?: RuleRow[]
  content?: string
  /** Where a change of storage stands. */
  phase?: string
  failureReason?: string
  fenceLaggards?: string[]
  /** Of a dashboard: false if it was not stored. */
  status?: boolean
}

export interface RuleRow {
  catalog: string
  name: string
  /** `BUNDLED`: as OAP ships it. `n/a`: of the past. */
  status: string
  bundled?: boolean
  contentHash?: string
  bundledContentHash?: string
  lastApplyError?: string
}

export interface Template {
  id: string
  /** An envelope, as JSON. */
  configuration: string
  disabled?: boolean
}

/** The answer as an error: what it was about, and what to do. */
export function refusal(what: string, { status, body }: Answer): Error {
  const { applyStatus = '', message } = single(body)
  const lines = [
    `${what}: OAP answers ${status}${applyStatus && ` ${applyStatus}`}`,
    message,
    hintOn(applyStatus),
  ]
  return new Error(lines.filter(Boolean).join('\n  '))
}

/** An answer that is no list. */
export function single(body: Answer['body']): Body {
  return body && !Array.isArray(body) ? body : {}
}
