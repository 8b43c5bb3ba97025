import { nameOf } from '../text.ts'
import type { Attributes, ReceivedSegment } from '../types.ts'
import type { Filter } from './filter.ts'

/** Who sent something. */
export interface Identity {
  service: string
  platform: string
  framework: string
  version: string
  /** A segment that doesn't say its framework and version: what is '' here is not known. */
  partial?: boolean
}

/** By what else a segment may be known that doesn't say who sent it. */
export interface Trail {
  instance: string
  page: string
}

export function identityOf(resource: Attributes): Identity {
  return {
    service: nameOf(resource['service.name']) || '(none)',
    platform: nameOf(resource['miniprogram.platform']),
    framework: nameOf(resource['miniprogram.framework']),
    version: nameOf(resource['service.version']),
  }
}

function textOfTag(segment: ReceivedSegment, key: string): string {
  for (const span of segment.spans) {
    const tag = span.tags?.find((each) => each.key === key)
    if (tag) return nameOf(tag.value)
  }
  return ''
}

// Where no tag tells: the components that SkyWalking has registered for the two.
const PLATFORMS: ReadonlyMap<number | undefined, string> = new Map([
  [10002, 'wechat'],
  [10003, 'alipay'],
])

export function segmentIdentity(segment: ReceivedSegment): Identity {
  const framework = textOfTag(segment, 'miniprogram.framework')
  const version = textOfTag(segment, 'service.version')
  return {
    service: nameOf(segment.service),
    platform:
      textOfTag(segment, 'miniprogram.platform') || (PLATFORMS.get(segment.spans[0]?.componentId) ?? ''),
    framework,
    version,
    ...(framework && version ? {} : { partial: true }),
  }
}

/** SkyWalking has '-' where there is no instance; a request's operation is its page. */
export function trailOf(segment: ReceivedSegment): Trail {
  const instance = nameOf(segment.serviceInstance)
  return {
    instance: instance === '-' ? '' : instance,
    page: textOfTag(segment, 'miniprogram.page.path') || nameOf(segment.spans[0]?.operationName),
  }
}

/** Where not all is known of somebody (a device's account tells no version), what is not known fits. */
export function matches(identity: Partial<Identity>, filter: Filter): boolean {
  return (['service', 'platform', 'framework', 'version'] as const).every((part) => {
    const wanted = filter[part]
    const value = identity[part]
    return !wanted || value === undefined || value === wanted
  })
}

/** Whether the one that does not say all may be the other. */
export function mayBe(partial: Identity, other: Identity): boolean {
  return (
    partial.service === other.service &&
    partial.platform === other.platform &&
    (partial.framework === '' || other.framework === '' || partial.framework === other.framework) &&
    (partial.version === '' || other.version === '' || partial.version === other.version)
  )
}
