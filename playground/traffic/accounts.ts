import type { DeviceReport } from '../../cli/live/sink/index.ts'
import { APPS } from './apps.ts'

/** What two devices of each app would say of their signals at this time; it comes out even. */
export function reports(time: number): DeviceReport[] {
  return APPS.flatMap((app, index) =>
    [0, 1].map((number) => {
      const taken = 400 + index * 120 + number * 35 + (Math.floor(time / 1000) % 400)
      const dropped = { 'limit.deduplicated': 3 + index, 'response.400': number * 2 }
      const pending = 4 + number
      const stored = index === 2 ? 12 : 0
      const delivered = taken - pending - stored - dropped['limit.deduplicated'] - dropped['response.400']
      return {
        device: `${app.platform}-${app.framework}-${number + 1}`,
        service: app.service,
        platform: app.platform,
        framework: app.framework,
        diagnostics: { taken, delivered, pending, stored, dropped },
      }
    }),
  )
}
