import { breadcrumbsInstrumentation } from '../instrumentations/breadcrumbs/index.ts'
import { createTrail } from '../instrumentations/breadcrumbs/trail.ts'
import { pageInstrumentation, viewsInstrumentation } from '../instrumentations/page/index.ts'
import { loadInstrumentation } from '../instrumentations/page/load.ts'
import { performanceInstrumentation } from '../instrumentations/performance.ts'
import { sessionInstrumentation } from '../instrumentations/session.ts'
import { vitalsInstrumentation } from '../instrumentations/vitals.ts'
import { linkTo } from '../monitor/link.ts'
import type { Platform } from '../platform.ts'
import { routesOf } from '../platforms/mini/routes.ts'
import { miniVitals } from '../platforms/mini/vitals.ts'
import { takeArrival } from '../platforms/web/arrival.ts'
import { observeWebVitals } from '../platforms/web/vitals.ts'
import { breadcrumbsProcessor } from '../processors/breadcrumbs.ts'
import type { Draft, Slice } from './kit.ts'

/*
 * Slices of what happens on pages, and between them.
 */

/** What came before an error, on its log. */
export const breadcrumbs: Slice = (draft) => {
  const { clock, config, instrumentations, redact } = draft
  const { console, max } = config.breadcrumbs
  if (!max || !config.enable.error) return
  const trail = (draft.trail = createTrail(clock, Math.ceil(max)))
  draft.behind = breadcrumbsProcessor(trail, redact)
  instrumentations.push(breadcrumbsInstrumentation(trail, console))
}

/** Visits of pages, for the parts that go by them. Before all of these. */
export const views: Slice = (draft) => {
  const { config, guard, instrumentations, platform } = draft
  const { breadcrumbs, enable, tracing } = config
  if (!enable.page && !breadcrumbs.max && !(enable.tracing && tracing.pages)) return
  // not of the drivers, which kits without views have, too
  if (platform.api)
    draft.platform = Object.assign({}, platform, { observeRoutes: routesOf(platform.api, guard) })
  instrumentations.push(viewsInstrumentation())
}

/** The loading of each page as one trace. Behind `tracing`. */
export const pageTraces: Slice = ({ config, instrumentations, sampler }) => {
  if (sampler && config.tracing.pages) instrumentations.push(loadInstrumentation(sampler, config.updates))
}

/** How often pages are visited, and for how long. */
export const page: Slice = ({ config, instrumentations }) => {
  if (config.enable.page) instrumentations.push(pageInstrumentation())
}

/** How often the app is started and visited. */
export const session: Slice = ({ config, instrumentations, predecessor }) => {
  if (config.enable.session) instrumentations.push(sessionInstrumentation(!!predecessor))
}

/** Launches, routes, first renders. */
export const performance: Slice = (draft) => {
  if (draft.config.enable.perf) draft.instrumentations.push(performanceInstrumentation())
}

/** First and largest contentful paint in mini programs. */
export const vitals: Slice = (draft) => {
  const { clock, guard, platform } = draft
  addVitals(draft, platform.api && miniVitals(platform.api, { clock, guard }))
}

/** Of web pages these two, interaction to next paint and cumulative layout shift. */
export const webVitals: Slice = (draft) => {
  const { guard, platform } = draft
  addVitals(draft, platform.api ? undefined : platform.observeVitals || observeWebVitals(guard))
}

function addVitals(draft: Draft, observeVitals: Platform['observeVitals']): void {
  if (!draft.config.enable.perf || !observeVitals) return
  draft.platform = Object.assign({}, draft.platform, { observeVitals })
  draft.instrumentations.push(vitalsInstrumentation())
}

/** Into a web page and on: what `linkUrl` adds to its URL, and what the page does with that. */
export const webViews: Slice = (draft) => {
  const { webViews: hosts } = draft.config
  if (!hosts.length) return
  draft.link = linkTo(hosts)
  if (!draft.platform.api) draft.arrival = takeArrival(draft.guard, hosts)
}
