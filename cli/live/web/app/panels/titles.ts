const LENGTH = 160
/** Of the beginning, where the rest tells two titles apart. */
const HEAD = 50
/** Before the first difference, so that it can be found. */
const LEAD = 20

/** A text that fits into a row, in which what tells it from the other rows' is not left out. */
export function titleAmong(text: string, others: string[]): string {
  if (text.length <= LENGTH) return text
  const start = text.slice(0, LENGTH - 1)
  const alike = others.filter((other) => other !== text && other.startsWith(start))
  if (alike.length === 0) return `${start}…`
  const from = Math.max(HEAD, Math.min(...alike.map((other) => differenceOf(text, other))) - LEAD)
  const rest = text.slice(from, from + LENGTH - HEAD)
  return `${text.slice(0, HEAD)}… ${rest}${from + rest.length < text.length ? '…' : ''}`
}

function differenceOf(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}
