import type { Driver, FindPlatform } from '../platform.ts'

/**
 * For `compose`: the platform of one of these drivers. An explicit name wins over what is found, in their order; one
 * driver, which a build has chosen, is all that an app for one platform ships.
 */
export function findPlatform(drivers: { [name: string]: Driver }): FindPlatform {
  return (env, name) => {
    const make = (each: string) =>
      drivers.hasOwnProperty(each) ? env.guard.run('platform', drivers[each], env) : undefined
    const named = name ? make(name) : undefined
    if (named) return named
    if (name) env.diag.warn('option "platform": there is no "' + name + '" here; it is detected')
    for (const each of Object.keys(drivers)) {
      const platform = make(each)
      // In web pages inside these apps, their SDK is an object of the same name that can't send requests:
      // docs/platforms/h5.md#sdk
      if (platform && platform.observeRequests) return platform
    }
    return undefined
  }
}
