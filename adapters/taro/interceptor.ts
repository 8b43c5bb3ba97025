import { preset, type Framework, type Monitor, type Options } from '../../core/index.ts'
import { noop } from '../../core/internal/guard.ts'
import { targetDrivers } from './drivers.ts'
import { currentPage } from './path.ts'
import { requestObserver, type AddInterceptor } from './requests.ts'
import { adopt, starter } from './start.ts'

/**
 * Only requests: watches those of `Taro.request`, and what goes past it (uploads, downloads, sockets of libraries) by
 * the platform's functions; no page, component or App object is touched. Uncaught errors are reported if the platform
 * has a hook for them and `enable.error` is on.
 * @param taro `import Taro from '@tarojs/taro'`
 * @returns the monitor; where one runs already, that one, which sees these requests anyway
 * @throws Error if `options.service` is missing
 */
export function registerInterceptor(taro: { addInterceptor: AddInterceptor }, options: Options): Monitor {
  return adopt(
    'registerInterceptor',
    starter(preset, options, targetDrivers(), ({ guard }): Framework => {
      return {
        name: 'taro',
        currentPage,
        observePages: () => noop,
        observeErrors: () => noop,
        observeRequests: requestObserver(guard, (interceptor) => taro.addInterceptor(interceptor)),
      }
    }),
  ).monitor
}
