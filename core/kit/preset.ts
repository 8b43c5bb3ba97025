import { otlpHttp } from '../exporters/otlp-http.ts'
import { b3 } from '../propagators/b3.ts'
import { sw8 } from '../propagators/sw8.ts'
import { w3c } from '../propagators/w3c.ts'
import type { Kit } from './kit.ts'
import { readOptions } from './options.ts'
import {
  breadcrumbs,
  page,
  pageTraces,
  performance,
  session,
  views,
  vitals,
  webViews,
  webVitals,
} from './page-slices.ts'
import {
  claims,
  consoleLog,
  device,
  errors,
  events,
  headers,
  lag,
  leaving,
  legacy,
  limits,
  otlp,
  requests,
  resources,
  sampling,
  skywalking,
  storage,
  tracing,
  updates,
} from './slices.ts'

/*
 * Slices that are called are marked as pure, so that bundlers drop a kit that nobody asks for.
 */

/** The full kit: every slice, and the check of the options. */
export const preset: Kit = {
  slices: [
    headers,
    storage,
    limits,
    leaving,
    webViews,
    views,
    breadcrumbs,
    errors,
    /* @__PURE__ */ tracing({ sw8, w3c, b3 }),
    pageTraces,
    claims,
    requests,
    events,
    page,
    session,
    performance,
    vitals,
    webVitals,
    updates,
    lag,
    resources,
    device,
    sampling,
    /* @__PURE__ */ otlp(otlpHttp),
    skywalking,
    consoleLog,
    legacy,
  ],
  read: readOptions,
}

/**
 * For plain apps: the same without what only frameworks tell of, requests of their own, and without what is off by
 * default and large. Written out, since bundlers drop a literal that nobody uses, but no list that is made of another.
 */
export const nativePreset: Kit = {
  slices: [
    headers,
    storage,
    limits,
    leaving,
    webViews,
    views,
    breadcrumbs,
    errors,
    /* @__PURE__ */ tracing({ sw8, w3c, b3 }),
    pageTraces,
    requests,
    events,
    page,
    session,
    performance,
    vitals,
    webVitals,
    updates,
    resources,
    device,
    sampling,
    /* @__PURE__ */ otlp(otlpHttp),
    skywalking,
    consoleLog,
    legacy,
  ],
  read: readOptions,
}
