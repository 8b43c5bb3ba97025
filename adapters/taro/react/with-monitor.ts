import { createElement, type ComponentType } from 'react'
import { MonitorErrorBoundary, type MonitorErrorBoundaryProps } from './boundary.ts'
import { monitoredPage } from './page.ts'

/**
 * A page whose render errors are reported with their component stack: `export default withMonitor(Page)`. Pages are
 * wrapped by the build plug-in without that. With a `fallback` they show that instead of nothing.
 */
export function withMonitor<P extends object>(
  page: ComponentType<P>,
  boundary?: Omit<MonitorErrorBoundaryProps, 'children'>,
): ComponentType<P> {
  const Page = monitoredPage(page)
  const wrapped = (props: P) => {
    const element = createElement(Page, props)
    return boundary ? createElement(MonitorErrorBoundary, boundary, element) : element
  }
  wrapped.displayName = 'withMonitor(' + (page.displayName || page.name || 'Page') + ')'
  // Taro reads switches of a page from its component, enableShareAppMessage …: docs/platforms/taro.md#components
  return Object.assign(wrapped, statics(page))
}

interface Members {
  [name: string]: unknown
}

/** Also what a class's prototype has, by which Taro registers a share button: docs/platforms/taro.md#components */
function statics(page: object): Members {
  const { prototype } = Object(page)
  const none: Members = {}
  const own = Object.assign(none, page)
  delete own.displayName
  delete own.contextType
  delete own.defaultProps
  ;['onShareAppMessage', 'onShareTimeline'].forEach((name) => {
    if (prototype && prototype[name]) own[name] = prototype[name]
  })
  return own
}
