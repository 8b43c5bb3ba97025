import { createHash } from 'node:crypto'

/**
 * At most `length` characters of a text. A copy: a slice holds on to all that it was cut from, in V8 for as long as
 * it lives.
 */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${copyOf(text.slice(0, length - 1))}…` : text
}

function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

const NAME_LENGTH = 200

/** What may stand where a name is expected: a text, a number or a truth, shortened; of all else nothing. */
export function nameOf(value: unknown): string {
  if (typeof value === 'string') return shortened(value, NAME_LENGTH)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** Any value as a text for people: what is none as JSON. */
export function shownOf(value: unknown, length: number): string {
  if (value === undefined || value === null) return ''
  return shortened(typeof value === 'string' ? value : JSON.stringify(value), length)
}

/** The text itself, or of a long one what tells it from others. */
export function keyOf(text: string): string {
  return text.length > NAME_LENGTH ? createHash('sha1').update(text).digest('base64') : text
}
