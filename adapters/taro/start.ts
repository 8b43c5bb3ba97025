import {
  acquire,
  compose,
  succession,
  type DriverEnv,
  type FindPlatform,
  type Framework,
  type Kit,
  type Monitor,
  type Options,
  type Platform,
} from '../../core/index.ts'

/** What stays the same for one framework: the glue, made once (`keepFramework`). */
export type MakeFramework = (env: DriverEnv) => Framework

export type Driver = (env: DriverEnv) => Platform | undefined

/** By the names of their platforms. */
export type Drivers = { [name: string]: Driver }

/** The target has been chosen when the app was built: whatever name an option has, there is one driver. */
function findPlatform(drivers: Drivers): FindPlatform {
  return (env, name) => {
    const only = Object.keys(drivers)[0]
    if (name && only && name !== only)
      env.diag.warn('option "platform": this app is built for ' + only + ', not for "' + name + '"')
    return only === undefined ? undefined : drivers[only](env)
  }
}

/** Starts a monitor of these parts; to be given to `acquire`. */
export function starter(
  kit: Kit,
  options: Options,
  drivers: Drivers,
  framework: MakeFramework,
): () => Monitor {
  const platform = findPlatform(drivers)
  return () => compose(kit, options, Object.assign({ framework, platform }, succession))
}

/** Uses what runs; says so once where that makes options of no effect. */
export function adopt(who: string, start: () => Monitor): ReturnType<typeof acquire> {
  const held = acquire(start)
  if (held.adopted) alreadyRunning(who)
  return held
}

export function alreadyRunning(who: string): void {
  console.warn('[mini-monitor] ' + who + ': a monitor is running already, and its options hold')
}

/** Options of the plug-in, and of the module that its option `config` names: by name, or all in a default export. */
export function withGiven(options: Options, given: { [name: string]: unknown } = {}): Options {
  const all = Object.assign({}, options, given['default'], given) as Options & { default?: unknown }
  delete all.default
  return all
}
