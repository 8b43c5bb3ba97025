import {
  acquire,
  assemble,
  findPlatform,
  succession,
  withUserApi,
  type Config,
  type Driver,
  type DriverEnv,
  type Framework,
  type Kit,
  type Monitor,
  type MonitorCore,
  type Options,
} from '../../core/index.ts'

/** What stays the same for one framework: the glue, made once (`keepFramework`). */
export type MakeFramework = (env: DriverEnv) => Framework

/** By the names of their platforms. */
export type Drivers = { [name: string]: Driver }

/** Starts a monitor of these parts; to be given to `acquire`. */
export function starter(
  kit: Kit,
  options: Options | Config,
  drivers: Drivers,
  framework: MakeFramework,
): () => MonitorCore {
  const platform = findPlatform(drivers)
  return () => assemble(kit, options, Object.assign({ framework, platform }, succession))
}

/** Uses what runs; says so once where that makes options of no effect. */
export function adopt(who: string, start: () => MonitorCore): { monitor: Monitor; release(): void } {
  const { adopted, monitor, release } = acquire(start)
  if (adopted) alreadyRunning(who)
  return { monitor: withUserApi(monitor), release }
}

export function alreadyRunning(who: string): void {
  console.warn('[mini-monitor] ' + who + ': a monitor is running already, and its options hold')
}
