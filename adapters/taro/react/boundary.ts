import { Component, createElement, type ErrorInfo, type ReactNode } from 'react'
import { current, type Monitor } from '../../../core/index.ts'
import { guarded } from '../guarded.ts'
import { MonitorContext } from './context.ts'

/** Of `<MonitorErrorBoundary>`. */
export interface MonitorErrorBoundaryProps {
  /** What is shown while nothing throws. */
  children?: ReactNode
  /** What is shown instead; a function is given the error and a way to try again. */
  fallback?: ReactNode | ((error: unknown, retry: () => void) => ReactNode)
  /** Called once an error, after it was reported. */
  onError?: (error: unknown, componentStack: string) => void
}

interface State {
  failed: boolean
  error?: unknown
}

/**
 * Catches render errors below, reports them with their component stack, and shows something else. Taro has a boundary
 * of its own around each page (docs/platforms/taro.md#boundary), so that one in `app.tsx` never sees what a page
 * throws: put this into pages.
 */
export class MonitorErrorBoundary extends Component<MonitorErrorBoundaryProps, State> {
  constructor(props: MonitorErrorBoundaryProps) {
    super(props)
    this.state = { failed: false }
    this.retry = this.retry.bind(this)
  }

  static getDerivedStateFromError(error: unknown): State {
    return { failed: true, error }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const componentStack = info.componentStack || ''
    guarded(() => {
      const found = monitorOf(this) || current()
      if (found) found.captureError(error, { componentStack })
    })
    if (this.props.onError) this.props.onError(error, componentStack)
  }

  retry(): void {
    this.setState({ failed: false, error: undefined })
  }

  override render(): ReactNode {
    const children = (monitor: Monitor | undefined): ReactNode => {
      ;(this as Holder).monitor = monitor
      const { children, fallback } = this.props
      if (!this.state.failed) return children
      return typeof fallback === 'function' ? fallback(this.state.error, this.retry) : fallback || null
    }
    return createElement(MonitorContext.Consumer, { children })
  }
}

/** As a consumer finds it: a static `contextType` would keep this class in apps that don't use it. */
interface Holder {
  monitor?: Monitor
}

function monitorOf(boundary: object): Monitor | undefined {
  return (boundary as Holder).monitor
}
