import { gzipSync } from 'node:zlib'
import type { Bundled } from './bundle.ts'
import { FEATURE_NAMES, featuresOf } from './features.ts'
import type { Plan } from './source.ts'

const ENCODINGS = { otlpHttp: 'protobuf and JSON', otlpProto: 'protobuf', otlpJson: 'JSON' }

/** What is in the file, what it weighs, and what is not in it. */
export function report(file: string, plan: Plan, { minifier }: Bundled, text: string): string {
  const { has, lacks } = contentsOf(plan)
  const bytes = Buffer.from(text)
  const lines = [
    `✔ ${file}: ${kB(bytes.length)}, ${kB(gzipSync(bytes, { level: 9 }).length)} gzipped`,
    `  in it:     ${plan.platforms.join(', ')}; ${has.join(', ')}`,
  ]
  if (lacks.length) lines.push(`  not in it: ${lacks.join(', ')}`)
  lines.push(
    plan.baked
      ? '  The options are in it: init() takes none. Call it first thing in app.js, before App().'
      : '  Call init({ … }) first thing in app.js, before App().',
  )
  if (has.includes('tracing') && !has.includes('skywalking') && !plan.baked)
    lines.push("! Spans need the option tracing: { exporter: 'otlp' }, or the feature skywalking.")
  if (minifier === 'esbuild') lines.push('! With terser it is some 4 % smaller, gzipped: npm i -D terser')
  return lines.join('\n') + '\n'
}

export function contentsOf({ wanted, api, record }: Plan): { has: string[]; lacks: string[] } {
  const features: string[] = featuresOf(wanted)
  const parts: [name: string, isThere: boolean][] = [
    ...FEATURE_NAMES.map((name): [string, boolean] => [
      name,
      name === 'record' ? record : features.includes(name),
    ]),
    [wanted.otlp ? ENCODINGS[wanted.otlp] : 'otlp', !!wanted.otlp],
    ['storage', wanted.storage !== false],
    ['limits', wanted.limits !== false],
    ['api', api],
  ]
  const named = (there: boolean) => parts.filter(([, isThere]) => isThere === there).map(([name]) => name)
  return { has: named(true), lacks: named(false) }
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
