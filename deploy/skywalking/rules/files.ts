import { dashboard, translation } from './dashboards.ts'
import { errorCounts, otherErrors, shippedErrors } from './logs.ts'
import { instanceRules, serviceRules, type Rule } from './metrics.ts'
import { targets, type Target } from './targets.ts'

/* All files of deploy/skywalking that are written, not kept by hand: `npm run rules`. */

const HEAD = '# Written by `npm run rules` of mini-monitor: change deploy/skywalking/rules instead.\n'

/** Path below deploy/skywalking → content. */
export function files(): Record<string, string> {
  const all: Record<string, string> = {}
  for (const target of targets) {
    const name = `config/otel-rules/miniprogram/${target.platform}-mini-program`
    all[`${name}.yaml`] = mal(target, target.prefix, serviceRules(target))
    all[`${name}-instance.yaml`] = mal(target, `${target.prefix}_instance`, instanceRules(target))
    all[`config/log-mal-rules/miniprogram-${target.platform}.yaml`] = mal(
      target,
      target.prefix,
      errorCounts(target),
    )
    const template = `dashboards/horizon.layer.${target.layer}`
    all[`${template}.json`] = json(dashboard(target))
    all[`${template}.i18n.zh-CN.json`] = json(translation(target))
  }
  // the names of file and rule are those of OAP's own, so that ours takes its place
  all['config/lal/miniprogram.yaml'] = lal('miniprogram-errors', shippedErrors(), [])
  const others = targets.filter(({ isShipped }) => !isShipped)
  all['config/lal/mini-monitor.yaml'] = lal('mini-monitor-errors', otherErrors(), others)
  return all
}

function mal(target: Target, prefix: string, rules: Rule[]): string {
  const body = rules.map(
    ({ name, exp, comment }) => `${comment ? `  # ${comment}\n` : ''}  - name: ${name}\n    exp: ${exp}\n`,
  )
  return (
    HEAD +
    layers(target.isShipped ? [] : [target]) +
    `metricPrefix: ${prefix}\n` +
    `filter: "{ tags -> tags.miniprogram_platform == '${target.platform}' }"\n` +
    'metricsRules:\n' +
    body.join('')
  )
}

function lal(name: string, dsl: string, of: Target[]): string {
  const lines = dsl.split('\n').map((line) => (line ? '      ' + line : ''))
  return HEAD + layers(of) + `rules:\n  - name: ${name}\n    layer: auto\n    dsl: |\n${lines.join('\n')}\n`
}

/** Every file that speaks of a layer of our own declares it: which of them OAP reads first is not for us to know. */
function layers(of: Target[]): string {
  if (!of.length) return ''
  const each = of.map(
    ({ layer, ordinal }) => `  - name: ${layer}\n    ordinal: ${ordinal}\n    normal: true\n`,
  )
  return '# Ordinals are stored with the data: never change one.\nlayerDefinitions:\n' + each.join('')
}

function json(value: unknown) {
  return JSON.stringify(value, null, 2) + '\n'
}
