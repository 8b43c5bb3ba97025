import { nameOf } from '../text.ts'
import type { Attributes, ReceivedSegment } from '../types.ts'
import type { Filter } from './snapshot.ts'

/** Who sent something. */
export interface Identity {
  service: string
  platform: string
  framework: string
}

export function identityOf(resource: Attributes): Identity {
  return {
    service: nameOf(resource['service.name']) || '(none)',
    platform: nameOf(resource['miniprogram.platform']),
    framework: nameOf(resource['miniprogram.framework']),
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
  return {
    service: nameOf(segment.service),
    platform:
      textOfTag(segment, 'miniprogram.platform') || (PLATFORMS.get(segment.spans[0]?.componentId) ?? ''),
    framework: '',
  }
}

export function matches(identity: Identity, filter: Filter): boolean {
  return (
    (!filter.service || identity.service === filter.service) &&
    (!filter.platform || identity.platform === filter.platform) &&
    // A segment doesn't say its framework.
    (!filter.framework || identity.framework === '' || identity.framework === filter.framework)
  )
}
