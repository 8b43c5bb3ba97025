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
      aliases: { services: 'Mini-programs', instances: 'Versions', endpoints: 'Pages' },
      components: {
        service: true,
        instances: true,
        endpoints: true,
        topology: false,
        traces: true,
        logs: true,
      },
      'layer-header': {
        orderBy: 'mm_cpm',
        columns: columnsOf(target).map((column) => ({ ...column, label: column.label.en })),
      },
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
      aliases: { services: '小程序', instances: '版本', endpoints: '页面' },
      'layer-header': { columns: columnsOf(target).map(({ label }) => ({ label: label.zh })) },
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

function byScope<Charts>(chartsFor: (scope: Scope) => Charts): Record<string, Charts> {
  return Object.fromEntries(SCOPES.map((scope) => [scope, chartsFor(scope)]))
}
