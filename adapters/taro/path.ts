import { Current } from '@tarojs/runtime'
import { pathOf } from '../../core/internal/path.ts'
import type { TaroPage } from './host.ts'

/** The page in front; '' before the first. */
export function currentPage(): string {
  return pathOf(Current.router && Current.router.path)
}

/** Of a page as the platform, or the router of web pages, has it: docs/platforms/taro.md#router */
export function routeOf(page: TaroPage): string {
  return pathOf(page.route || page.__route__ || page.$taroPath || page.path)
}
