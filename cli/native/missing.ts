import type { PlatformName } from '../../core/platforms/names.ts'
import { BINARY, type Wanted } from '../../adapters/build/kit.ts'
import { featuresOf, type FeatureName } from './features.ts'

interface Rule {
  /** What the developer wrote, or left out. */
  what: string
  /** Of `asked`, the options as they were given, and of the draft: `config`, `exporters`. */
  when: string
}

/** What is on by default counts as asked for only if it is written. */
const RULES: { [feature in FeatureName]?: Rule } = {
  errors: { what: 'option "enable.error"', when: 'enable.error === true' },
  requests: { what: 'option "enable.request"', when: 'enable.request === true' },
  perf: { what: 'option "enable.perf"', when: 'enable.perf === true' },
  pages: { what: 'option "enable.page"', when: 'enable.page === true' },
  sessions: { what: 'option "enable.session"', when: 'enable.session === true' },
  device: { what: 'option "deviceContext"', when: 'asked.deviceContext === true' },
  breadcrumbs: { what: 'option "breadcrumbs"', when: 'asked.breadcrumbs && config.enable.error' },
  events: { what: 'option "events"', when: 'asked.events === true' },
  lag: { what: 'option "lag"', when: 'config.lag' },
  updates: { what: 'option "updates"', when: 'config.updates' },
  webViews: { what: 'option "webViews"', when: 'config.webViews.length' },
  tracing: { what: 'option "enable.tracing"', when: 'config.enable.tracing' },
  skywalking: {
    what: 'option "tracing.exporter", "skywalking",',
    when: 'config.enable.tracing && config.tracing.exporter === "skywalking"',
  },
  sampling: {
    what: 'option "sampling"',
    when: 'Object.keys(config.sampling).some((name) => config.sampling[name] < 1)',
  },
  console: { what: 'no option "collector"', when: '!exporters.length' },
}

/**
 * The source of a slice, the last one, that warns when options ask for what the file was made without: options that do
 * nothing would be looked for at the collector. Empty if nothing is missing.
 */
export function missingSlice(wanted: Wanted, platforms: readonly PlatformName[]): string {
  const has = featuresOf(wanted)
  const rows = (Object.keys(RULES) as FeatureName[])
    .filter((name) => !has.includes(name))
    .map((name) => rowOf(RULES[name]!, name))
  if (wanted.otlp === 'otlpProto') rows.push(rowOf(ENCODING('json'), '--encoding json'))
  if (wanted.otlp === 'otlpJson' && platforms.some((name) => BINARY.includes(name)))
    rows.push(rowOf(ENCODING('proto'), '--encoding proto'))
  if (!rows.length) return ''
  return `
function missing({ config, diag, exporters, guard }) {
  guard.run('options', () => {
    const enable = Object(asked.enable)
    ;[
      ${rows.join(',\n      ')},
    ].forEach(([wanted, what, part]) => {
      if (wanted) diag.warn(what + ' needs "' + part + '", which this file was made without: npx mini-monitor native')
    })
  })
}
`
}

function ENCODING(encoding: string): Rule {
  return { what: `option "encoding", "${encoding}",`, when: `asked.encoding === '${encoding}'` }
}

function rowOf({ what, when }: Rule, part: string): string {
  return `[${when}, ${JSON.stringify(what)}, ${JSON.stringify(part)}]`
}
