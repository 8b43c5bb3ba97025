import type { PlatformName } from '../../../hosts/index.ts'
import { PAGE, type Expected, type Rule } from './rules.ts'

const DURATION: Rule = { is: /^\d{1,6}$/ }
/** Whose runtime has performance entries. */
const ENTRIES = ['wechat', 'bytedance'] as const

/** Without performance entries a platform has the two that the life-cycle tells. */
export const GAUGES: readonly Expected[] = [
  gauge('app_launch.duration', 'launch of the app', DURATION),
  gauge('first_render.duration', 'first rendering of a page', DURATION),
  gauge('route.duration', 'change of page', DURATION, ENTRIES),
  gauge('fcp.duration', 'first contentful paint', DURATION, ENTRIES),
  gauge('lcp.duration', 'largest contentful paint', DURATION, ENTRIES),
  gauge('script.duration', 'evaluation of the code', DURATION, ENTRIES),
  gauge('package_load.duration', 'loading of the package', DURATION, ENTRIES),
  // Wall clock, as the dashboards have it: this century.
  gauge('first_paint.time', 'first paint', { is: /^1[5-9]\d{11}$/ }, ENTRIES),
]

function gauge(name: string, title: string, value: Rule, platforms?: readonly PlatformName[]): Expected {
  return {
    id: `metric.${name}`,
    title,
    group: 'performance',
    signal: 'metric',
    platforms,
    where: { fields: { name: { is: `miniprogram.${name}` } } },
    fields: { type: { is: 'gauge' }, unit: { is: 'ms' }, valueType: { is: 'int' }, value },
    attributes: { 'miniprogram.page.path': PAGE },
    optional: {},
  }
}
