import type { Instrumentation } from '../../instrumentation.ts'
import { noop } from '../../internal/guard.ts'
import { MINIPROGRAM_PAGE_PATH, MINIPROGRAM_PAGE_STAY_DURATION, MINIPROGRAM_PAGE_VIEWS } from '../../names.ts'
import type { View } from '../../view.ts'
import { createViews } from './views.ts'

/** ms: from a glance to half an hour. */
const STAYS = [1000, 3000, 10000, 30000, 60000, 180000, 600000, 1800000]

/** For the parts that go by views. Before all of them. */
export function viewsInstrumentation(): Instrumentation {
  return {
    name: 'views',
    install(context) {
      const views = (context.views = createViews(context))
      return views.undo
    },
  }
}

/** How often each page is visited, and for how long. */
export function pageInstrumentation(): Instrumentation {
  return {
    name: 'page',
    install({ drop, meter, views }) {
      const visits = meter.count(MINIPROGRAM_PAGE_VIEWS)
      const stays = meter.histogram(MINIPROGRAM_PAGE_STAY_DURATION, 'ms', STAYS)
      const byPage =
        ({ path }: View) =>
        () => ({ [MINIPROGRAM_PAGE_PATH]: path })
      return views
        ? views.observe({
            begin: (view) => visits.record(1, view.path, byPage(view)),
            end(view, stay) {
              if (stay === undefined) drop('metric', 'clock')
              else stays.record(stay, view.path, byPage(view))
            },
          })
        : noop
    },
  }
}
