import { dashboard, translation } from './dashboards.ts'
import { errorCounts, otherErrors, shippedErrors } from './logs.ts'
import { instanceRules, serviceRules, type Rule } from './metrics.ts'
import { targets, type Target } from './targets.ts'
import { printYaml } from './yaml.ts'

/* What lies in config/ and dashboards/: all of it is written, nothing kept by hand. */

/** Path below deploy/skywalking → content. */
export function files(): Record<string, string> {
  const others = targets.filter(({ isShipped }) => !isShipped)
  return {
    ...Object.assign({}, ...targets.map(filesOf)),
    // the names of file and rule are those of OAP's own, so that ours takes its place
    'config/lal/miniprogram.yaml': lal('miniprogram-errors', shippedErrors(), []),
    'config/lal/mini-monitor.yaml': lal('mini-monitor-errors', otherErrors(), others),
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
  const own = target.isShipped ? [] : [target]
  const file = {
    ...layers(own),
    metricPrefix: prefix,
    filter: `{ tags -> tags.miniprogram_platform == '${target.platform}' }`,
    metricsRules: rules.map(({ name, exp }) => ({ name, exp })),
  }
  return printYaml(file, head(own), { key: 'metricsRules', comments: rules.map(({ comment }) => comment) })
}

function lal(name: string, dsl: string, own: Target[]): string {
  return printYaml({ ...layers(own), rules: [{ name, layer: 'auto', dsl: dsl + '\n' }] }, head(own))
}

/** Every file that speaks of a layer of our own declares it: which of them OAP reads first is not for us to know. */
function layers(own: Target[]): object {
  if (!own.length) return {}
  return { layerDefinitions: own.map(({ layer, ordinal }) => ({ name: layer, ordinal, normal: true })) }
}

function head(own: Target[]): string[] {
  return own.length ? [HEAD, 'Ordinals are stored with the data: never change one.'] : [HEAD]
}

function json(value: unknown) {
  return JSON.stringify(value, null, 2) + '\n'
}
