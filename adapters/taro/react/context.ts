import { createContext, useContext } from 'react'
import { current, inertMonitor, type Monitor } from '../../../core/index.ts'

export const MonitorContext = /* @__PURE__ */ createContext<Monitor | undefined>(undefined)

/** In the place of a monitor that is not there; remembers that this was said. */
const nothing = { monitor: /* @__PURE__ */ inertMonitor(), said: false }

/**
 * The monitor of the provider above, or else the one that runs (which the build plug-in or `init` has started). Where
 * there is none: one that does nothing, and one warning.
 */
export function useMonitor(): Monitor {
  const found = useContext(MonitorContext) || current()
  if (found) return found
  if (!nothing.said) {
    nothing.said = true
    console.warn(
      '[mini-monitor] useMonitor(): no <MonitorProvider> above, and no monitor runs: nothing is reported',
    )
  }
  return nothing.monitor
}
