/** What each chart shows, in words: who doesn't see it is told the same. */
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Translate } from '../i18n.ts'
import { bucketRange } from './distribution.ts'
import { PERCENTILES } from './duration.ts'
import { STATUS_CLASSES } from './status.ts'

/** `lowest – highest`; nothing where nothing was. */
function span(values: (number | undefined)[], shown: (value: number) => string): string {
  const known = values.filter((value): value is number => value !== undefined)
  return known.length === 0 ? '–' : `${shown(Math.min(...known))} – ${shown(Math.max(...known))}`
}

export function durationWords({ durations, timeline }: Snapshot, t: Translate): string {
  const parts = PERCENTILES.map((name) => {
    const over = span(
      timeline.bins.map((bin) => bin.percentiles?.[name]),
      format.duration,
    )
    return `${name.toUpperCase()} ${format.duration(durations.percentiles?.[name])} (${t('overTime')} ${over})`
  })
  return `${t('requestDuration')}: ${parts.join('; ')}`
}

export function distributionWords({ durations }: Snapshot, t: Translate): string {
  const { bounds, buckets, count } = durations.histogram
  const parts = buckets.flatMap((value, at) =>
    value > 0 ? [`${bucketRange(bounds, at)} ${format.count(value)} (${format.percent(value, count)})`] : [],
  )
  return `${t('distribution')}: ${parts.join('; ') || '–'}`
}

export function statusWords({ timeline }: Snapshot, t: Translate): string {
  const parts = STATUS_CLASSES.flatMap((name) => {
    const counts = timeline.bins.map((bin) => bin.status[name] ?? 0)
    const sum = counts.reduce((all, count) => all + count, 0)
    if (sum === 0) return []
    return [`${name === '0' ? t('noAnswer') : name} ${format.count(sum)}`]
  })
  return `${t('statusOverTime')}: ${parts.join('; ') || '–'}`
}
