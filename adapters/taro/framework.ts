import { addInterceptor } from '@tarojs/taro'
import type { Framework, FrameworkError } from '../../core/index.ts'
import type { Clock } from '../../core/internal/clock.ts'
import { topFrame } from '../../core/internal/error.ts'
import type { Guard } from '../../core/internal/guard.ts'
import { createHub } from '../../core/internal/hub.ts'
import { pathOf } from '../../core/internal/path.ts'
import { watchApp } from './app.ts'
import { hearBus } from './bus.ts'
import type { PageComponent } from './host.ts'
import { watchNavigation } from './navigation.ts'
import { watchPages } from './pages.ts'
import { currentPage } from './path.ts'
import { requestObserver } from './requests.ts'

/** What differs between React and Vue. */
export interface Ui {
  /** The component to mount for a page's: the same page, whose errors are seen. */
  page(component: PageComponent): PageComponent
}

/** ms. React tries a render that failed once more, and Taro tells of both: docs/platforms/taro.md#boundary */
const ONE_RENDER = 100

/** Taro with React or Vue: its App object, pages and requests; of updates tells the slice `setData`. */
export function taroFramework(env: { guard: Guard; clock: Clock }, ui: Ui): Framework {
  const { guard } = env
  let last = { text: '', at: 0 }
  let rendering = false

  function tellError(event: FrameworkError): void {
    const byApp = event.source === 'App.onError'
    // React's boundary tells more of it in a moment: docs/platforms/taro.md#boundary
    if (byApp && rendering) return
    const { message, stack } = Object(event.error)
    const text = message + '\n' + topFrame(String(stack))
    const at = env.clock.tick()
    const again = byApp && text === last.text && at - last.at < ONE_RENDER
    last = { text, at }
    if (!again) emit('error', event)
  }

  const { emit, observe } = createHub(env, () => {
    const pages = watchPages(guard, (event) => emit('page', event))
    const late = (phase: 'load' | 'unload', id: string) => {
      const path = pathOf(id)
      if (path && !pages.isWatched(path)) emit('page', { phase, path })
    }
    return [
      pages.undo,
      watchNavigation(guard, (path, opening) => emit('page', { phase: 'navigate', path, opening })),
      hearBus((told) => {
        if (typeof told === 'boolean') rendering = told
        else tellError(told)
      }),
      watchApp(guard, {
        app: (event) => emit('app', event),
        error: tellError,
        mount(component, id) {
          late('load', id)
          return ui.page(component)
        },
        unmount: (id) => late('unload', id),
      }),
    ]
  })

  return {
    name: 'taro',
    currentPage,
    observePages: observe('page'),
    observeApp: observe('app'),
    observeErrors: observe('error'),
    observeRequests: requestObserver(guard, addInterceptor),
  }
}
