import { noop } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { Tenancy, TenancyOptions } from '../tenancy.ts'

/** Mini programs run once: what is in storage is what earlier runs left. */
function alone(platform: Platform, owner: string): Tenancy {
  return {
    owner,
    shared: false,
    enter: () => Promise.resolve(),
    leave: noop,
    isLease: () => false,
    mayTake: () => true,
    take: ({ key }) => platform.storage.get(key),
  }
}

export function createTenancy(platform: Platform, options: TenancyOptions): Tenancy {
  return platform.tenancy ? platform.tenancy(options) : alone(platform, options.owner)
}
