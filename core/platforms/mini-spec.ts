import type { Any } from '../internal/guard.ts'
import type { PerformanceEntry } from '../platform.ts'

/** How a platform differs from the others of WeChat's shape; what is left out is as on WeChat. */
export interface MiniSpec {
  /** The platform object; whatever is falsy means that we run elsewhere. */
  api: Any
  /** Its name in the app's code. */
  global: string
  name: string
  /** SkyWalking's 10001, its generic client, unless it has registered one. */
  componentId?: number
  layer?: string
  binary?: boolean
  /** request, uploadFile and downloadFile always return tasks, never promises; else it is found out. */
  tasks?: boolean
  /** Name of the request function. */
  request?: string
  /** Name of the header field, where `header` is but an alias. */
  header?: string
  /** dataType of a binary answer, where responseType is unknown. */
  binaryType?: string
  /** The synchronous storage functions take `{ key, data }`. */
  keyed?: boolean
  performance?: {
    source: () => unknown
    types: string[]
    /** By entry name, `entryType:navigationType`, entryType. */
    names: Record<string, PerformanceEntry['name']>
  }
}

/** Without leading slash and query, where frameworks keep their time stamps and ids. */
export function pathOf(route: Any): string {
  return typeof route === 'string' ? route.replace(/^\/+|[?#].*$/g, '') : ''
}
