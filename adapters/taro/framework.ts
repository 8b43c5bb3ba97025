import { addInterceptor } from '@tarojs/taro'
import { Current } from '@tarojs/runtime'
import type { AppEvent, Framework, FrameworkError, PageEvent } from '../../core/index.ts'
import { systemClock } from '../../core/internal/clock.ts'
import { topFrame } from '../../core/internal/error.ts'
import { type Any, type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'
import { watchApp } from './app.ts'
import { listen } from './bus.ts'
import { watchNavigation } from './navigation.ts'
import { watchPages } from './pages.ts'
import { pagePath } from './path.ts'
import { requestObserver } from './requests.ts'
import { watchUpdates } from './updates.ts'

/** What differs between React and Vue. */
export interface Ui {
  /** The component to mount for a page's: the same page, whose errors are seen. */
  page(component: Any): Any
}

/** ms. React tries a render that failed once more at once, and Taro tells of both. */
const ONE_RENDER = 100

/** Taro with React or Vue: its App object, pages, requests and updates. */
export function taroFramework(env: { guard: Guard }, ui: Ui): Framework {
  const { guard } = env
  const { tick } = systemClock()
  let listeners: { kind: string; tell: (event: Any) => void }[] = []
  let undos: Undo[] = []
  let last = { text: '', at: 0 }
  let rendering = false

  const emit = (kind: string, event: PageEvent | AppEvent | FrameworkError) =>
    listeners.forEach((each) => each.kind === kind && guard.run('framework', () => each.tell(event)))
  const tellPage = (event: PageEvent) => emit('page', event)

  function tellError(event: FrameworkError): void {
    const byApp = event.source === 'App.onError'
    // React's boundary tells more of it in a moment
    if (byApp && rendering) return
    const { message, stack } = Object(event.error)
    const text = message + '\n' + topFrame(String(stack))
    const at = tick()
    const again = byApp && text === last.text && at - last.at < ONE_RENDER
    last = { text, at }
    if (!again) emit('error', event)
  }

  function start(): void {
    const pages = watchPages(guard, tellPage)
    const late = (phase: 'load' | 'unload', id: string) => {
      const path = pagePath(id)
      if (path && !pages.isWatched(path)) tellPage({ phase, path })
    }
    undos = [
      pages.undo,
      watchNavigation(guard, (path) => path && tellPage({ phase: 'navigate', path })),
      listen(tellError, (failing) => (rendering = failing)),
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
  }

  /** Taro is watched from the first listener on, and left as it was after the last. */
  const observe = (kind: string) => (tell: (event: Any) => void) => {
    const mine = { kind, tell }
    if (!listeners.length) guard.run('framework', start)
    listeners = listeners.concat(mine)
    return () => {
      const rest = listeners.filter((each) => each !== mine)
      if (!rest.length && listeners.length) undoAll(guard, undos)
      listeners = rest
    }
  }

  return {
    name: 'taro',
    currentPage: () => pagePath(Current.router && Current.router.path),
    observePages: observe('page'),
    observeApp: observe('app'),
    observeErrors: observe('error'),
    observeUpdates: (tell) => watchUpdates(guard, tell),
    observeRequests: requestObserver(guard, addInterceptor),
  }
}
