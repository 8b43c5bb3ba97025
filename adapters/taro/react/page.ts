import { Component, createElement, version, type ComponentType, type ErrorInfo, type ReactNode } from 'react'
import { keepFramework, type DriverEnv } from '../../../core/index.ts'
import type { Fn } from '../../../core/internal/guard.ts'
import { patch } from '../../../core/internal/patch.ts'
import { pathOf } from '../../../core/internal/path.ts'
import { tellBus } from '../bus.ts'
import { taroFramework } from '../framework.ts'
import { guarded } from '../guarded.ts'

/** Of a boundary that is watched already. */
const MARK = '__miniMonitor'

/** What Taro gives the component of a page. */
interface PageProps {
  ref?: unknown
  forwardedRef?: unknown
  reactReduxForwardedRef?: unknown
}

/** What is read of React's own tree, by its names in React 17 and 18: docs/platforms/taro.md#react */
interface Fiber {
  return: Fiber | null
  type?: { getDerivedStateFromError?: unknown } | null
  stateNode?: Boundary | null
}

/** Taro's around each page, of a class of its own: docs/platforms/taro.md#boundary */
interface Boundary {
  constructor: object
  componentDidCatch?: unknown
  [MARK]?: true
}

/** As Taro itself tells the two apart: docs/platforms/taro.md#components */
function isClass(component: object): boolean {
  const { prototype } = Object(component)
  return !!(prototype && prototype.isReactComponent)
}

/**
 * The same page with something above it that finds the boundary in which Taro puts each page: that is the only place
 * where a render error and its component stack can be seen without changing what becomes of it:
 * docs/platforms/taro.md#boundary
 */
export function monitoredPage<P extends PageProps>(page: ComponentType<P>): ComponentType<P> {
  const inner = isClass(page) ? classPage : (props: P) => props
  return function MonitoredPage(props) {
    return createElement(Sentinel, null, createElement(page, inner(props)))
  }
}

/** Taro hands class pages a ref, and functions, as ours is, a `forwardedRef`: docs/platforms/taro.md#components */
function classPage<P extends PageProps>(props: P): P {
  const given: P = Object.assign({}, props, { ref: props.forwardedRef })
  delete given.forwardedRef
  delete given.reactReduxForwardedRef
  return given
}

class Sentinel extends Component<{ children?: ReactNode }> {
  override render(): ReactNode {
    guarded(() => watchBoundary(boundaryAbove(this)))
    return this.props.children
  }
}

function boundaryAbove({ _reactInternals }: Component & { _reactInternals?: Fiber }): Boundary | undefined {
  for (let fiber = _reactInternals && _reactInternals.return; fiber; fiber = fiber.return) {
    const { type, stateNode } = fiber
    if (stateNode && type && type.getDerivedStateFromError && stateNode.componentDidCatch) return stateNode
  }
  return undefined
}

/** One boundary, of a class of its own, a page; it goes with the page. */
function watchBoundary(boundary: Boundary | undefined): void {
  if (!boundary || boundary[MARK]) return
  Object.defineProperty(boundary, MARK, { value: true })
  // calls App.onError with a text made of the error, again when React tries once more: docs/platforms/taro.md#boundary
  patch(
    boundary.constructor,
    'getDerivedStateFromError',
    (original: Fn) =>
      function (this: unknown) {
        tellBus(true)
        try {
          return original.apply(this, arguments)
        } finally {
          tellBus(false)
        }
      },
  )
  patch(
    boundary,
    'componentDidCatch',
    (original: Fn) =>
      function (this: Component<{ tid?: string }>, error: unknown, info?: ErrorInfo) {
        tellBus({
          error,
          source: 'React',
          page: pathOf(this.props && this.props.tid) || undefined,
          componentStack: (info && info.componentStack) || undefined,
        })
        return original.apply(this, arguments)
      },
  )
}

const ui = { page: monitoredPage }

function reactFramework(env: DriverEnv): ReturnType<typeof taroFramework> {
  if (!/^18\./.test(version)) env.diag.warn('Taro needs React 18; this app has React ' + version)
  return taroFramework(env, ui)
}

/** The glue of Taro with React, the same one for each monitor. */
export const keptReactFramework = /* @__PURE__ */ keepFramework('taro', reactFramework)
