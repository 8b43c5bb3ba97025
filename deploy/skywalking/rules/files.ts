import { dashboard, translation } from './dashboards.ts'
import { errorCounts, otherLogs, shippedLogs } from './logs.ts'
import { instanceRules, serviceRules, type Rule } from './metrics.ts'
import { targets, type Target } from './targets.ts'
import { printYaml } from './yaml.ts'

/* What lies in config/ and dashboards/: all of it is written, nothing kept by hand. */

/** Path below deploy/skywalking → content. */
export function files(): Record<string, string> {
  return {
    ...Object.assign({}, ...targets.map(filesOf)),
    // the names of file and rule are those of OAP's own, so that ours takes its place
    'config/lal/miniprogram.yaml': lal('miniprogram-errors', shippedLogs()),
    'config/lal/mini-monitor.yaml': lal('mini-monitor-errors', otherLogs()),
    'config/layer-extensions.yml': layers(),
  }
}

function filesOf(target: Target): Record<string, string> {
  const { platform, prefix, layer } = target
  const metrics = `config/otel-rules/miniprogram/${platform}-mini-program`
  const template = `dashboards/horizon.layer.${layer}`
  return {
    [`${metrics}.yaml`]: mal(target, prefix, serviceRules(target)),
    [`${metrics}-instance.yaml`]: mal(target, `${prefix}_instance`, instanceRules(target)),
    [`config/log-mal-rules/miniprogram-${platform}.yaml`]: mal(target, prefix, errorCounts(target)),
    [`${template}.json`]: json(dashboard(target)),
    [`${template}.i18n.zh-CN.json`]: json(translation(target)),
  }
}

const HEAD = 'Written by `npm run rules` of mini-monitor: change deploy/skywalking/rules instead.'

function mal(target: Target, prefix: string, rules: Rule[]): string {
  const file = {
    metricPrefix: prefix,
    filter: `{ tags -> tags.miniprogram_platform == '${target.platform}' }`,
    metricsRules: rules.map(({ name, exp }) => ({ name, exp })),
  }
  return printYaml(file, [HEAD], { key: 'metricsRules', comments: rules.map(({ comment }) => comment) })
}

function lal(name: string, dsl: string): string {
  return printYaml({ rules: [{ name, layer: 'auto', dsl: dsl + '\n' }] }, [HEAD])
}

/**
 * OAP's own file of this name has none. Layers stand here and in no file of rules: what is declared there, OAP refuses
 * some seconds after it has started, and the rules with it.
 */
function layers(): string {
  const own = targets.flatMap(({ layer, ordinal }) =>
    ordinal ? [{ name: layer, ordinal, normal: true }] : [],
  )
  return printYaml({ layers: own }, [
    HEAD,
    'Ordinals are stored with the data: never change one, never take one away.',
  ])
}

function json(value: unknown) {
  return JSON.stringify(value, null, 2) + '\n'
}
