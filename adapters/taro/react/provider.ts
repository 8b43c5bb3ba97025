import { createElement, useEffect, useRef, type ReactElement, type ReactNode } from 'react'
import { acquire, current, ensure, type Monitor, type Options } from '../../../core/index.ts'
import { targetDrivers } from '../drivers.ts'
import { everything } from '../kit.ts'
import { alreadyRunning, starter } from '../start.ts'
import { MonitorContext } from './context.ts'
import { keptReactFramework } from './page.ts'

/** One of the two. */
export type MonitorProviderProps = { children?: ReactNode } & (
  | {
      /** Starts a monitor; where one runs already (the build plug-in's), that one is used, and a warning says so. */
      options: Options
      monitor?: undefined
    }
  | {
      /** A monitor that was started elsewhere, and is ended there. */
      monitor: Monitor
      options?: undefined
    }
)

/**
 * Starts the monitor with the first render, in `app.tsx`, and gives it to all pages; ends it when it is taken away for
 * good.
 * @throws Error if `options.service` is missing
 */
export function MonitorProvider({ options, monitor, children }: MonitorProviderProps): ReactElement {
  const start = useRef<ReturnType<typeof starter> | undefined>(undefined)
  if (!monitor && options && !start.current) {
    start.current = starter(everything(), options, targetDrivers(), keptReactFramework)
    if (ensure(start.current).adopted) alreadyRunning('<MonitorProvider options>')
  }
  useEffect(() => (start.current ? acquire(start.current).release : undefined), [])
  return createElement(MonitorContext.Provider, { value: monitor || current() }, children)
}
