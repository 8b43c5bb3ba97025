import type { Driver, DriverEnv, FindPlatform, Platform } from '../platform.ts'

/** Of several platforms whose objects are there, the one that we run on. */
export type Choose = (found: Platform[], env: DriverEnv) => Platform | undefined

/**
 * For `compose`: the platform of one of these drivers. An explicit name wins over what is found, in their order unless
 * `choose` knows better; one driver, which a build has chosen, is all that an app for one platform ships.
 */
export function findPlatform(drivers: { [name: string]: Driver }, choose?: Choose): FindPlatform {
  return (env, name) => {
    const make = (each: string) =>
      drivers.hasOwnProperty(each) ? env.guard.run('platform', drivers[each], env) : undefined
    const named = name ? make(name) : undefined
    if (named) return named
    if (name) env.diag.warn('option "platform": there is no "' + name + '" here; it is detected')
    // In web pages inside these apps, their SDK is an object of the same name that can't send requests:
    // docs/platforms/h5.md#sdk
    const found = Object.keys(drivers)
      .map(make)
      .filter((platform): platform is Platform => !!platform && !!platform.observeRequests)
    return choose && found.length > 1 ? choose(found, env) : found[0]
  }
}
