import type { PlatformName } from '../../../hosts/index.ts'

/** What is asked of one attribute or field. */
export interface Rule {
  /** OTLP type: `string`, `int`, `double`, `bool`, `array[int]` … */
  type?: string
  /** The value itself, one of several, or what its text matches. */
  is?: string | number | boolean | readonly (string | number)[] | RegExp
}
export interface Rules {
  readonly [name: string]: Rule
}

export interface Expected {
  /** `log.js`, `metric.app_launch`: a stable name. */
  id: string
  title: string
  group: 'errors' | 'performance' | 'requests' | 'visits' | 'traces' | "the app's own" | 'raw'
  signal: 'log' | 'metric' | 'segment' | 'keepAlive'
  /** Default: every platform. */
  platforms?: readonly PlatformName[]
  /** Which records are meant: fields, and attributes (of a segment: its tags). */
  where: { fields?: Rules; attributes?: Rules }
  /** What each of them has. */
  fields: Rules
  attributes: Rules
  /** What it may have besides; anything else is a surprise. */
  optional: Rules
}

export const TEXT: Rule = { type: 'string', is: /./ }
export const PAGE: Rule = { type: 'string', is: /^(packages\/promo\/)?pages\/[\w-]+\/[\w-]+$/ }

export function hex(length: number): RegExp {
  return new RegExp(`^[0-9a-f]{${length}}$`)
}
