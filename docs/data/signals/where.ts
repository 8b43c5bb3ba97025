import { PLATFORM_NAMES, type PlatformName } from '../../../core/platforms/names.ts'

/** What an app is made with, by `miniprogram.framework`; `native`: plain apps, and those of a kit that has no adapter. */
export const FRAMEWORK_NAMES = ['native', 'taro', 'uni-app'] as const
export type FrameworkName = (typeof FRAMEWORK_NAMES)[number]

/** On which platforms something is sent, for each framework. */
export type Where = { readonly [framework in FrameworkName]: readonly PlatformName[] }

const miniPrograms = PLATFORM_NAMES.filter((platform) => platform !== 'h5')

/** Whatever the app is made with. */
export function on(...platforms: PlatformName[]): Where {
  return { native: platforms, taro: platforms, 'uni-app': platforms }
}

export const everywhere: Where = on(...PLATFORM_NAMES)
export const inMiniPrograms: Where = on(...miniPrograms)
export const onWebPages: Where = on('h5')

/** What the runtime of a platform tells, or else a framework on all of them. */
export function fromFrameworksOr(...platforms: PlatformName[]): Where {
  return { ...everywhere, native: platforms }
}

/** Where pages tell that they load. */
export const wherePagesLoad: Where = { ...everywhere, native: miniPrograms }

/** Every platform of it, whatever the app is made with. */
export function platformsOf(where: Where): PlatformName[] {
  return PLATFORM_NAMES.filter((name) => FRAMEWORK_NAMES.some((framework) => where[framework].includes(name)))
}
