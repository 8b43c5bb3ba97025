/** What went before an error, one step: what it calls its category and message, and all else that it holds. */
export interface Crumb {
  /** ms since the epoch, if it tells one. */
  time?: number
  category: string
  message: string
  others: [key: string, value: string][]
}

/** 2001 to 2286: any other number is something else. */
const EARLIEST = 1e12
const LATEST = 1e13

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= EARLIEST && value < LATEST
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function crumbOf(raw: unknown): Crumb {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { category: '', message: shown(raw), others: [] }
  const { category, message, data, ...rest } = raw as { [key: string]: unknown }
  const entries = Object.entries(rest)
  const timed = entries.find(([, value]) => isTime(value))
  const inner = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : { data }
  const others = [...entries.filter((entry) => entry !== timed), ...Object.entries(inner)]
  return {
    time: timed?.[1] as number | undefined,
    category: shown(category),
    message: shown(message),
    others: others
      .map(([key, value]) => [key, shown(value)] as [string, string])
      .filter(([, value]) => value),
  }
}

/** @returns undefined if the text is no JSON list: it may have been cut */
export function crumbsOf(text: string): Crumb[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.map(crumbOf) : undefined
  } catch {
    return undefined
  }
}
