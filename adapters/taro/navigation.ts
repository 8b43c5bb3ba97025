import Taro from '@tarojs/taro'
import { Current, eventCenter } from '@tarojs/runtime'
import { type Any, type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'
import { patch } from '../../core/internal/patch.ts'
import { pagePath } from './path.ts'

declare const process: { env: { TARO_PLATFORM?: string } }

/** Going back shows a page that is ready already. */
const WAYS = ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch']

/** Tells of each navigation as it begins: H5 by its router's event, mini programs by Taro's functions. */
export function watchNavigation(guard: Guard, tell: (path: string) => void): Undo {
  const see = (url: unknown) => guard.run('framework', () => tell(resolved(url)))
  if (process.env.TARO_PLATFORM === 'web') {
    // the first one opens the app: that is its launch
    const listener = (event: Any) => Current.page && see(event && event.toLocation && event.toLocation.path)
    eventCenter.on('__taroRouterChange', listener)
    return () => {
      eventCenter.off('__taroRouterChange', listener)
    }
  }
  const undos = WAYS.map(
    (name) =>
      patch(
        Taro,
        name,
        (original) =>
          function (this: unknown, options: Any) {
            see(options && options.url)
            return original.apply(this, arguments as Any)
          },
      ).undo,
  )
  return () => undoAll(guard, undos)
}

/** Relative ones begin at the page in front. */
function resolved(url: unknown): string {
  if (typeof url !== 'string') return ''
  const from = Current.router && Current.router.path
  if (url[0] === '/' || !from) return pagePath(url)
  const parts = from.split('/').slice(0, -1)
  url.split('/').forEach((part) => (part === '..' ? parts.pop() : part !== '.' && parts.push(part)))
  return pagePath(parts.join('/'))
}
