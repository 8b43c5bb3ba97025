import type { Language } from './i18n.ts'

/** `842 ms`, `1.24 s`, `3.1 min`; a dash without a value. */
export function duration(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return '–'
  if (ms < 0.95) return ms <= 0 ? '0 ms' : '<1 ms'
  if (ms < 999.5) return `${ms < 9.95 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`
  return `${(ms / 60_000).toFixed(1)} min`
}

/** `999`, `12.3k`, `4.5M`. */
export function count(value: number): string {
  if (value < 9999.5) return String(Math.round(value))
  return value < 999_950 ? `${(value / 1000).toFixed(1)}k` : `${(value / 1e6).toFixed(1)}M`
}

/** A rate: small ones with a decimal. */
export function rate(value: number): string {
  return value > 0 && value < 9.95 ? String(Number(value.toFixed(1))) : count(value)
}

export function percent(part: number, whole: number): string {
  if (whole === 0) return '–'
  const share = (100 * part) / whole
  if (part === 0) return '0%'
  return share < 0.05 ? '<0.1%' : `${share < 9.95 ? share.toFixed(1) : Math.round(share)}%`
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`
  return value < 1024 * 1024 ? `${(value / 1024).toFixed(1)} KB` : `${(value / 1024 / 1024).toFixed(1)} MB`
}

export function time(ms: number): string {
  const date = new Date(ms)
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

/** The time of day; with the date if it was another day than `now`, with the year if it was another year. */
export function moment(ms: number, now: number): string {
  const [date, today] = [new Date(ms), new Date(now)]
  if (Number.isNaN(date.getTime())) return '–'
  if (date.toDateString() === today.toDateString()) return time(ms)
  const day = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  const year = date.getFullYear()
  return `${year === today.getFullYear() ? day : `${year}-${day}`} ${time(ms)}`
}

/** For machines; nothing for what is no time. */
export function iso(ms: number): string | undefined {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** `12`, `1,000+`. */
export function headcount({ count: known, more }: { count: number; more: boolean }): string {
  return more ? `${known.toLocaleString('en')}+` : count(known)
}

export function ago(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const zh = language === 'zh'
  if (seconds < 2) return zh ? '刚刚' : 'now'
  if (seconds < 60) return zh ? `${seconds} 秒前` : `${seconds}s ago`
  if (seconds < 3600) return zh ? `${Math.round(seconds / 60)} 分钟前` : `${Math.round(seconds / 60)}m ago`
  return zh ? `${Math.round(seconds / 3600)} 小时前` : `${Math.round(seconds / 3600)}h ago`
}
