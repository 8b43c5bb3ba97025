import type { Context } from '../../context.ts'
import { MINIPROGRAM_REQUEST_DURATION } from '../../names.ts'
import type { AppRequest } from './app-request.ts'
import { seriesOf } from './series.ts'

export type UrlGroupRules = [group: string, rule: RegExp][]

/** Counts a request in the histogram of durations. */
export function createMeasure(
  { drop, meter }: Context,
  rules: UrlGroupRules,
): (request: AppRequest, status: number, duration: number | undefined) => void {
  const histogram = meter.histogram(MINIPROGRAM_REQUEST_DURATION, 'ms')
  return ({ call, page, place }, status, duration) => {
    if (duration === undefined) return drop('metric', 'clock')
    const { method, url } = call
    const { last } = place
    let group = ''
    for (let i = 0; !group && i < rules.length; i++) if (rules[i][1].test(url)) group = rules[i][0]
    // what is asked for again and again is one series
    if (last.page !== page || last.status !== status || last.method !== method || last.group !== group)
      place.last = seriesOf(method, status, place.host, page, group)
    histogram.record(duration, place.last.key, place.last.attributes)
  }
}
