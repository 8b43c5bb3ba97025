import type { OpenType } from './navigation.ts'
import type { OpenPage } from './page.ts'
import type { Process } from '../process.ts'

export const ROUTE_EVENT_NAMES = [
  'BeforeAppRoute',
  'AppRoute',
  'AppRouteDone',
  'BeforePageLoad',
  'AfterPageLoad',
]

/** WeChat's global route events, on new base libraries only: behind a switch. */
export function installRouteEvents(
  process: Process,
): (type: OpenType, from: OpenPage | undefined, page: OpenPage) => void {
  const { events, realm, thread, clock, quirks, timings } = process
  if (!quirks.routeEvents) return () => {}
  let count = 0
  return (type, _from, page) => {
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
    for (const name of ['BeforeAppRoute', 'BeforePageLoad', 'AppRoute']) events.emit(name, event())
    thread.after(timings.ready, () => {
      for (const name of ['AfterPageLoad', 'AppRouteDone']) events.emit(name, event())
    })
  }
}
