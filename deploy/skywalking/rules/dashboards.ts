import { chartsOf, columnsOf } from './charts.ts'
import { SCOPES, type Scope } from './scopes.ts'
import type { Target } from './targets.ts'

/* Horizon UI: a template for each layer, English, and an overlay with the same shape for Chinese. */

/** The envelope in which OAP stores a template. */
export function dashboard(target: Target): object {
  return {
    name: `horizon.layer.${target.layer}`,
    kind: 'layer',
    version: 1,
    content: {
      key: target.layer,
      alias: target.name.en,
      group: 'Mobile',
      color: 'var(--sw-cyan)',
      ...terms({ services: 'Mini-programs', instances: 'Versions', endpoints: 'Pages' }),
      components: {
        service: true,
        instances: true,
        endpoints: true,
        // drawn from the segments of the kit
        topology: true,
        traces: true,
        logs: true,
      },
      ...header({
        orderBy: 'mm_requests',
        columns: columnsOf(target).map((column) => ({ ...column, label: column.label.en })),
      }),
      dashboards: byScope((scope) =>
        chartsOf(scope, target).map(({ title, tip, ...chart }) => ({
          ...chart,
          title: title.en,
          ...(tip && { tip: tip.en }),
          type: 'line',
          rowSpan: 2,
        })),
      ),
    },
  }
}

export function translation(target: Target): object {
  return {
    name: `horizon.layer.${target.layer}.i18n.zh-CN`,
    kind: 'layer',
    version: 1,
    locale: 'zh-CN',
    content: {
      alias: target.name.zh,
      group: '移动',
      ...terms({ services: '小程序', instances: '版本', endpoints: '页面' }),
      ...header({ columns: columnsOf(target).map(({ label }) => ({ label: label.zh })) }),
      dashboards: byScope((scope) =>
        chartsOf(scope, target).map(({ id, title, tip }) => ({
          id,
          title: title.zh,
          ...(tip && { tip: tip.zh }),
        })),
      ),
    },
  }
}

/*
 * Horizon UI has new names for two parts of a template. Of its own files it reads either; of what is stored on OAP only
 * the old ones, and a page without them is blank. What it stores itself has both.
 */

function terms(words: Record<'services' | 'instances' | 'endpoints', string>): object {
  return { aliases: words, slots: words }
}

function header(content: object): object {
  return { 'layer-header': content, header: content, metrics: content }
}

function byScope<Charts>(chartsFor: (scope: Scope) => Charts): Record<string, Charts> {
  return Object.fromEntries(SCOPES.map((scope) => [scope, chartsFor(scope)]))
}
