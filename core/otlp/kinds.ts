/*
 * What a field holds. Letters, which the build puts wherever a name stands, since the table that ships is full of them
 * (`tsup.config.ts`, `compact.ts`).
 */
export const STRING = 's'
export const BOOL = 'k'
export const UINT32 = 'u'
export const SINT32 = 'i'
export const FIXED32 = 'F'
export const DOUBLE = 'd'
/** A packed list of them. */
export const DOUBLES = 'b'
/** fixed64; beyond 2^53 its digits. */
export const COUNT = 'c'
/** Packed lists of counts: fixed64, and varints. */
export const COUNTS = 'C'
export const COUNTS_VARINT = 'U'
/** One number, as a double or as an int: two fields of the message. */
export const NUMBER_AS_DOUBLE = 'n'
export const NUMBER_AS_INT = 'N'
/** fixed64, nanoseconds. */
export const TIME = 't'
/** Trace id or span id. */
export const ID = 'x'
/** AnyValue, and its members that nothing else has. */
export const VALUE = 'v'
export const VALUE_INT = 'q'
export const VALUE_LIST = 'r'
export const VALUE_MAP = 'p'
export const VALUE_BYTES = 'z'
/** KeyValues. */
export const ATTRIBUTES = 'a'
/** An attribute that a member of ours stands for. */
export const IMPLIED = 'A'
/** A message; of members of the one around it where ours only says that it is there. */
export const MESSAGE = 'm'
export const MESSAGES = 'l'

export type Kind =
  | typeof STRING
  | typeof BOOL
  | typeof UINT32
  | typeof SINT32
  | typeof FIXED32
  | typeof DOUBLE
  | typeof DOUBLES
  | typeof COUNT
  | typeof COUNTS
  | typeof COUNTS_VARINT
  | typeof NUMBER_AS_DOUBLE
  | typeof NUMBER_AS_INT
  | typeof TIME
  | typeof ID
  | typeof VALUE
  | typeof VALUE_INT
  | typeof VALUE_LIST
  | typeof VALUE_MAP
  | typeof VALUE_BYTES
  | typeof ATTRIBUTES
  | typeof IMPLIED
  | typeof MESSAGE
  | typeof MESSAGES
