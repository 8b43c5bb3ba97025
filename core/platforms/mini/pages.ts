import type { Any } from '../../internal/guard.ts'
import { pathOf } from '../../internal/path.ts'

declare const getCurrentPages: (() => Any[]) | undefined

/** Finds the page in front, if there is one (docs/platforms/mini.md#pages); each request asks, mostly for the same. */
export function pageInFront(): () => string {
  let route: unknown
  let path = ''
  return () => {
    const pages = typeof getCurrentPages === 'function' ? getCurrentPages() : []
    const page = pages && pages[pages.length - 1]
    const now = page && (page.route || page.__route__)
    if (route !== now) path = pathOf((route = now))
    return path
  }
}
