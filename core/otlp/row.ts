import {
  BOOL,
  COUNT,
  DOUBLE,
  FIXED32,
  NUMBER_AS_DOUBLE,
  NUMBER_AS_INT,
  SINT32,
  TIME,
  UINT32,
  VALUE,
  VALUE_INT,
  type Kind,
} from './kinds.ts'

/** A field of a message, as protobuf, JSON and the reading of JSON go by it. */
export interface Row {
  readonly kind: Kind
  /** Number and wire type. */
  readonly tag: number
  /** The name of our member. */
  readonly model: string
  /** The name in JSON. */
  readonly json: string
  /** Of messages. */
  readonly rows: Rows
  /** Also zero, false and '' say something. */
  readonly exact: boolean
  /** Of the protobuf writer: how the kind is written. */
  put?: Writer['put']
}

export type Rows = readonly Row[]

/** By the name of the message. */
export interface Schema {
  readonly [message: string]: Rows
}

/** A signal, or a part of one, as the walk along the rows sees it: what a member holds is told by the row's kind. */
export interface Message {
  readonly [member: string]: unknown
}

/** A method, so that the writer of a kind may ask for just what fields of that kind hold. */
export interface Writer {
  put(tag: number, value: unknown, row: Row, message?: Message): void
}

/** Of protobuf; 2 for all others. */
const WIRE_TYPES: { [kind: string]: number } = {
  [UINT32]: 0,
  [BOOL]: 0,
  [SINT32]: 0,
  [VALUE_INT]: 0,
  [TIME]: 1,
  [COUNT]: 1,
  [DOUBLE]: 1,
  [NUMBER_AS_DOUBLE]: 1,
  [NUMBER_AS_INT]: 1,
  [FIXED32]: 5,
}

export function rowOf(kind: Kind, field: number, json: string, model: string, rows: Rows): Row {
  return {
    kind,
    tag: field * 8 + wireOf(kind),
    model,
    json,
    rows,
    exact: wireOf(kind) === 1 || kind === VALUE,
  }
}

function wireOf(kind: Kind): number {
  return kind in WIRE_TYPES ? WIRE_TYPES[kind] : 2
}
