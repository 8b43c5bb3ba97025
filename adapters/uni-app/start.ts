import {
  acquire,
  assemble,
  findPlatform,
  keepFramework,
  preset,
  succession,
  withUserApi,
  type Config,
  type Driver,
  type FindPlatform,
  type Kit,
  type Monitor,
  type Options,
} from '../../core/index.ts'
import { uniFramework, type UniFramework } from './framework.ts'
import { warn } from './monitor.ts'
import { entryPage } from './pages.ts'
import { setData } from './updates.ts'

/** The glue, one for all monitors of this process. */
const glue = keepFramework('uni-app', uniFramework)

/** The glue that is there, whoever has started the monitor. */
export function currentGlue(): UniFramework {
  return glue({} as Parameters<typeof uniFramework>[0]) as UniFramework
}

/** Uses the monitor that runs, or starts one. */
export function startMonitor(
  kit: Kit,
  options: Options | Config,
  drivers: { [name: string]: Driver },
): ReturnType<typeof acquire> {
  const find = findPlatform(drivers)
  const platform: FindPlatform = (env, name) => {
    const found = find(env, name)
    // the browser tells of paints before there is a page, and the address of the first one is `#/`:
    // docs/platforms/uni-app.md#first-page
    const currentPage = () => {
      const path = found!.currentPage()
      return path && path !== '/' ? path : entryPage() || path
    }
    return found && Object.assign({}, found, { currentPage })
  }
  return acquire(() => assemble(kit, options, Object.assign({ framework: glue, platform }, succession)))
}

/** The same, with everything, for who brings options that may be of no effect, and is told so. */
export function adoptMonitor(
  who: string,
  options: Options,
  drivers: { [name: string]: Driver },
): { monitor: Monitor; release(): void } {
  const kit = Object.assign({}, preset, { slices: preset.slices.concat(setData) })
  const { adopted, monitor, release } = startMonitor(kit, options, drivers)
  if (adopted) warn(who + ': a monitor is running already, and its options hold')
  return { monitor: withUserApi(monitor), release }
}
