import type { Navigation } from './navigation.ts'
import type { Host } from '../host.ts'
import type { Registry } from '../code/registry.ts'
import type { LaunchOptions } from '../runtime.ts'

export interface Background {
  hide(): void
  show(options: LaunchOptions): void
  readonly hidden: boolean
}

/**
 * The five-second rule: soon after the app has gone to the background its unfinished requests fail with
 * `interrupted`, and its JavaScript stands still until it comes back: docs/platforms/wechat.md#suspended
 */
export function createBackground(host: Host, registry: Registry, navigation: Navigation): Background {
  const { thread, clock, timings, quirks, events, realm } = host
  let hidden = false
  let timers: unknown[] = []

  const interrupt = () => {
    // Told on the way back: the thread must be asleep before.
    if (quirks.interrupted === 'on-show') thread.suspend()
    host.failRequests('interrupted')
  }
  return {
    get hidden() {
      return hidden
    },
    hide() {
      if (hidden || !thread.alive) return
      hidden = true
      navigation.top()?.hide()
      registry.appHook('onHide', realm.object())
      events.emit('AppHide', realm.object())
      timers = [
        clock.setTimeout(interrupt, timings.interrupt),
        clock.setTimeout(() => thread.alive && thread.suspend(), timings.suspend),
      ]
    },
    show(options) {
      if (!hidden || !thread.alive) return
      hidden = false
      for (const timer of timers) clock.clearTimeout(timer)
      const tell = () => {
        registry.appHook('onShow', realm.adopt(options))
        events.emit('AppShow', realm.adopt(options))
        navigation.top()?.show()
      }
      if (quirks.timersBeforeShow) thread.resume()
      thread.resume(tell)
    },
  }
}
