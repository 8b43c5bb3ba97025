import { Current } from '@tarojs/runtime'
import type { Any } from '../../core/internal/guard.ts'
import { pathOf } from '../../core/internal/path.ts'

/** The page in front; '' before the first. */
export function currentPage(): string {
  return pathOf(Current.router && Current.router.path)
}

/** Of a page as the platform, or the router of web pages, has it. */
export function routeOf(page: Any): string {
  return pathOf(page.route || page.__route__ || page.$taroPath || page.path)
}
