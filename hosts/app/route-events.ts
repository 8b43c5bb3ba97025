import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { OpenType } from './navigation.ts'
import type { OpenPage } from './page.ts'

const BEFORE = ['BeforeAppRoute', 'BeforePageLoad']
const AFTER = ['AfterPageLoad', 'AppRoute']
const DONE = ['AppRouteDone']

/**
 * WeChat's global route events, behind a switch, in their order: docs/platforms/wechat.md#routes
 * Gives what begins one, and that gives what is called once the pages' own hooks have run.
 */
export function installRouteEvents(host: Host): (type: OpenType, page: OpenPage) => () => void {
  const { api, events, realm, thread, clock, quirks, timings } = host
  if (!quirks.routeEvents) return () => () => {}
  for (const name of [...BEFORE, ...AFTER, ...DONE]) {
    api[`on${name}`] = (listener: Loose) => events.on(name, listener)
    api[`off${name}`] = (listener?: Loose) => events.off(name, listener)
  }
  let count = 0
  return (type, page) => {
    const id = ++count
    const tell = (names: string[]) =>
      names.forEach((name) =>
        events.emit(
          name,
          realm.adopt({
            path: page.path,
            query: { ...page.query },
            openType: type,
            webviewId: page.id,
            pageId: `pageId:${page.id}`,
            routeEventId: `route_${id}`,
            timeStamp: clock.now(),
            notFound: false,
          }),
        ),
      )
    tell(BEFORE)
    return () => {
      tell(AFTER)
      thread.after(timings.ready, () => tell(DONE))
    }
  }
}
