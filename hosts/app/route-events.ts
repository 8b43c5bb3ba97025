import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { OpenType } from './navigation.ts'
import type { OpenPage } from './page.ts'

const BEFORE = ['BeforeAppRoute', 'BeforePageLoad', 'AppRoute']
const AFTER = ['AfterPageLoad', 'AppRouteDone']

/** WeChat's global route events, behind a switch (docs/platforms/wechat.md#routes). Gives what is told of each. */
export function installRouteEvents(host: Host): (type: OpenType, page: OpenPage) => void {
  const { api, events, realm, thread, clock, quirks, timings } = host
  if (!quirks.routeEvents) return () => {}
  for (const name of [...BEFORE, ...AFTER]) {
    api[`on${name}`] = (listener: Loose) => events.on(name, listener)
    api[`off${name}`] = (listener?: Loose) => events.off(name, listener)
  }
  let count = 0
  return (type, page) => {
    const event = () =>
      realm.adopt({
        path: page.path,
        query: { ...page.query },
        openType: type,
        webviewId: page.id,
        pageId: `pageId:${page.id}`,
        routeEventId: `route_${count}`,
        timeStamp: clock.now(),
        notFound: false,
      })
    count++
    for (const name of BEFORE) events.emit(name, event())
    thread.after(timings.ready, () => {
      for (const name of AFTER) events.emit(name, event())
    })
  }
}
