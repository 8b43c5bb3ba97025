import { Current, eventCenter } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import type { Opening } from '../../core/index.ts'
import { type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'
import { watch } from '../../core/internal/patch.ts'
import { resolvePath } from '../../core/internal/path.ts'
import { currentPage } from './path.ts'

declare const process: { env: { TARO_PLATFORM?: string } }

/** Going back shows a page that is ready already. */
const WAYS: { [name: string]: Opening } = {
  navigateTo: 'navigate',
  redirectTo: 'redirect',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
}

/** What the router of web pages tells as it begins: docs/platforms/taro.md#router */
interface RouterChange {
  toLocation: { path: string }
}

/**
 * Tells of each navigation as it begins, H5 by its router's event, mini programs by Taro's functions:
 * docs/platforms/taro.md#router
 */
export function watchNavigation(guard: Guard, tell: (path: string, opening?: Opening) => void): Undo {
  const see = (url: unknown, opening?: Opening) => {
    const path = resolvePath(url, currentPage())
    if (path) tell(path, opening)
  }
  if (process.env.TARO_PLATFORM === 'web') {
    // the first one opens the app: that is its launch
    const listener = guard.wrap('framework', (event: RouterChange) => {
      if (Current.page) see(event.toLocation.path)
    })
    eventCenter.on('__taroRouterChange', listener)
    return () => {
      eventCenter.off('__taroRouterChange', listener)
    }
  }
  const undos = Object.keys(WAYS).map((name) =>
    watch(guard, Taro, name, (_, options) => see(options && options.url, WAYS[name])),
  )
  return () => undoAll(guard, undos)
}
