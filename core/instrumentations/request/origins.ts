import { placeOf, type Place } from '../../internal/url.ts'
import { flat } from '../../internal/utf8.ts'
import { seriesOf, type Series } from './series.ts'

/** Origins of which host and port are remembered. */
const MAX_ORIGINS = 20

/** Where requests go to. */
export interface Origin extends Place {
  /** How their URLs begin. */
  start: string
  /** That of the last one that was measured. */
  last: Series
}

/** Most requests of an app go to few origins: these are read once. */
export function createOrigins(): (url: string) => Origin {
  const origins: Origin[] = []
  return (url) => {
    for (let i = 0; i < origins.length; i++) if (!url.lastIndexOf(origins[i].start, 0)) return origins[i]
    // where the first slash is none of `://` it ends the origin
    const end = url.indexOf('/', 8)
    const ends = end > 0 && url[end - 1] !== '/' && url[end + 1] !== '/'
    const start = flat(url.slice(0, end + 1))
    // what is remembered is no part of the whole URL
    const origin = Object.assign(placeOf(ends ? start : url), { start, last: seriesOf('', -1, '', '', '') })
    if (ends && origins.push(origin) > MAX_ORIGINS) origins.shift()
    return origin
  }
}
