import type { Attributes, ReceivedSegment } from '../types.ts'
import type { Filter } from './snapshot.ts'

/** Who sent something. */
export interface Identity {
  service: string
  platform: string
  framework: string
}

const string = (value: unknown): string => (typeof value === 'string' ? value : '')

export const identityOf = (resource: Attributes): Identity => ({
  service: string(resource['service.name']) || '(none)',
  platform: string(resource['miniprogram.platform']),
  framework: string(resource['miniprogram.framework']),
})

const tagOf = (segment: ReceivedSegment, key: string): string => {
  for (const span of segment.spans) {
    const tag = span.tags?.find((each) => each.key === key)
    if (tag) return tag.value
  }
  return ''
}

// Where no tag tells: the components that SkyWalking has registered for the two.
const components: { [id: number]: string } = { 10002: 'wechat', 10003: 'alipay' }

export const segmentIdentity = (segment: ReceivedSegment): Identity => ({
  service: segment.service,
  platform: tagOf(segment, 'miniprogram.platform') || (components[segment.spans[0]?.componentId ?? 0] ?? ''),
  framework: '',
})

export const matches = (identity: Identity, filter: Filter): boolean =>
  (!filter.service || identity.service === filter.service) &&
  (!filter.platform || identity.platform === filter.platform) &&
  // A segment doesn't say its framework.
  (!filter.framework || identity.framework === '' || identity.framework === filter.framework)
