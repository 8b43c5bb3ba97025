import { Component, createElement, version } from 'react'
import { keepFramework, type DriverEnv } from '../../../core/index.ts'
import type { Any, Fn } from '../../../core/internal/guard.ts'
import { patch } from '../../../core/internal/patch.ts'
import { pathOf } from '../../../core/internal/path.ts'
import { tell } from '../bus.ts'
import { taroFramework } from '../framework.ts'
import { guarded } from '../guarded.ts'

/** As Taro itself tells the two apart (plugin-framework-react 4.2, `isClassComponent`). */
function isClass(component: Any): boolean {
  return !!(component.prototype && component.prototype.isReactComponent)
}

/**
 * The same page with something above it that finds the boundary in which Taro puts each page: that is the only place
 * where a render error and its component stack can be seen without changing what becomes of it.
 */
export function monitoredPage(page: Any): Any {
  const inner = isClass(page) ? classPage : (props: Any) => props
  return function MonitoredPage(props: Any) {
    return createElement(Sentinel, null, createElement(page, inner(props)))
  }
}

/** Taro hands class pages a ref, and to functions, which ours is, the same as `forwardedRef`. */
function classPage(props: Any): Any {
  const given = Object.assign({}, props, { ref: props.forwardedRef })
  delete given.forwardedRef
  delete given.reactReduxForwardedRef
  return given
}

class Sentinel extends Component<Any> {
  override render(): Any {
    guarded(() => watchBoundary(boundaryAbove(this)))
    return this.props.children
  }
}

/** By React's own tree: `_reactInternals` and `return` are what they are called in React 17 and 18. */
function boundaryAbove(instance: Any): Any {
  let fiber = instance._reactInternals
  while ((fiber = fiber.return)) {
    const { type, stateNode } = fiber
    if (stateNode && type && type.getDerivedStateFromError && stateNode.componentDidCatch) return stateNode
  }
}

const MARK = '__miniMonitor'

/** One boundary, of a class of its own, a page; it goes with the page. */
function watchBoundary(boundary: Any): void {
  if (!boundary || boundary[MARK]) return
  Object.defineProperty(boundary, MARK, { value: true })
  // calls App.onError with a text made of the error, and does so again when React tries once more
  patch(
    boundary.constructor,
    'getDerivedStateFromError',
    (original: Fn) =>
      function (this: unknown) {
        tell(true)
        try {
          return original.apply(this, arguments as Any)
        } finally {
          tell(false)
        }
      },
  )
  patch(
    boundary,
    'componentDidCatch',
    (original: Fn) =>
      function (this: Any, error: unknown, info: Any) {
        tell({
          error,
          source: 'React',
          page: pathOf(this.props && this.props.tid) || undefined,
          componentStack: info && info.componentStack,
        })
        return original.apply(this, arguments as Any)
      },
  )
}

const ui = { page: monitoredPage }

function reactFramework(env: DriverEnv): ReturnType<typeof taroFramework> {
  if (!/^18\./.test(version))
    env.diag.warn('Taro 4 and mini-monitor/taro need React 18; this app has React ' + version)
  return taroFramework(env, ui)
}

/** The glue of Taro with React, the same one for each monitor. */
export const keptReactFramework = /* @__PURE__ */ keepFramework('taro', reactFramework)
