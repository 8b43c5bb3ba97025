import { slicesFrom, type Wanted } from '../../adapters/build/kit.ts'
import { toSource } from '../../adapters/build/source.ts'
import type { Config } from '../../core/index.ts'
import type { PlatformName } from '../../core/platforms/names.ts'
import { missingSlice } from './missing.ts'

/** All that the file is made of. */
export interface Plan {
  platforms: PlatformName[]
  wanted: Wanted
  /** `log()`, `captureError()` and the like. */
  api: boolean
  record: boolean
  /** Options that are baked in, checked; without them `init` is given some. */
  baked?: { settings: Config; config?: string }
}

/** The module that is bundled: what `mini-monitor` exports, with the parts of the plan. */
export function sourceOf({ platforms, wanted, api, record, baked }: Plan): string {
  const drivers = inOrder(platforms)
  const { names, slices } = slicesFrom(wanted)
  const core = new Set([...names, 'inertMonitor', 'running'])
  const kit = new Set([baked || !api ? 'createStart' : 'createInit'])
  if (drivers.length > 1) kit.add('bestFit')
  // what the glue knows of updates
  const own = wanted.updates ? ['setData'] : []
  for (const name of own) kit.add(name)
  if (record) core.add('record')
  if (baked && api) core.add('withUserApi')
  if (baked?.config) core.add('withGiven')
  if (!baked && !api) core.add('readOptions')
  const slice = baked ? LATE : missingSlice(wanted, platforms)
  const all = [...slices, ...own, ...(slice ? [baked ? 'late' : 'missing'] : [])]
  const members = [`slices: [${all.join(', ')}]`, `platforms: { ${drivers.join(', ')} }`]
  if (drivers.length > 1) members.push('choose: bestFit')
  if (core.has('readOptions')) members.push('read: readOptions')
  return `import { ${[...core].sort().join(', ')} } from 'mini-monitor/core'
import { ${[...kit].sort().join(', ')} } from 'mini-monitor/native/kit'
${drivers.map((name) => `import { ${name} } from 'mini-monitor/platforms/${name}'\n`).join('')}${
    baked?.config ? `import * as given from ${toSource(baked.config)}\n` : ''
  }
let asked = {}
const start = ${[...kit][0]}({ ${members.join(', ')} })

export function init(options) {
  asked = Object(options)
  return ${baked ? bakedStart(baked, api) : 'start(options)'}
}

export function flush() {
  return (running() || inertMonitor()).flush()
}

export function shutdown() {
  return (running() || inertMonitor()).shutdown()
}
${record ? '\nexport { record }\n' : ''}${slice}`
}

/** Others bring a `wx` for compatibility, so of those that fit alike WeChat is the last (core/platforms/detect.ts). */
function inOrder(platforms: readonly PlatformName[]): PlatformName[] {
  return [...platforms].sort((a, b) => Number(a === 'wechat') - Number(b === 'wechat'))
}

function bakedStart({ settings, config }: { settings: Config; config?: string }, api: boolean): string {
  const options = toSource(settings)
  const started = `start(${config ? `withGiven(${options}, given)` : options})`
  return api ? `withUserApi(${started})` : started
}

/** Options that come too late would be looked for at the collector. */
const LATE = `
function late({ diag }) {
  if (Object.keys(asked).length) diag.warn('init() takes no options: they are in this file; npx mini-monitor native')
}
`
