import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import { compileLal } from '../../check/model/lal-compile.ts'
import { parseExpression } from '../../mal/expression.ts'
import { shapeOf } from '../../mal/shape.ts'
import recorded from './recorded.json' with { type: 'json' }

/* What the admin host that stands in for OAP's does with rules; all that it says is what a real one has said. */

export interface HeldRule {
  bundled?: string
  runtime?: { content: string; status: 'ACTIVE' | 'INACTIVE' }
}

export interface FakeRules {
  rules: Map<string, HeldRule>
  /** Metrics whose stored data was dropped. */
  dropped: string[]
  /** What OAP has, and does not run; pushing it again with `force` helps. */
  dead: Set<string>
  /** Layers whose numbers are stored, and all that are defined while it runs. */
  layers: { stored: Set<string>; atBoot: Set<string> }
}

export type Reply = [status: number, body: unknown]

const { answers } = recorded

export function ruleAt(
  fake: FakeRules,
  path: string,
  query: URLSearchParams,
  body: string,
): Reply | undefined {
  const key = `${query.get('catalog')}/${query.get('name')}`
  switch (path) {
    case 'GET /runtime/rule/list':
      return [200, list(fake)]
    case 'GET /runtime/rule/bundled':
      return [200, bundledOf(fake, query.get('catalog')!)]
    case 'GET /runtime/rule':
      return textOf(fake.rules.get(key), query)
    case 'POST /runtime/rule/addOrUpdate':
      return addOrUpdate(fake, key, body, (name) => query.get(name) === 'true')
    case 'POST /runtime/rule/inactivate': {
      const rule = fake.rules.get(key)
      if (!rule) return [200, { applyStatus: 'not_found' }]
      rule.runtime = { content: rule.runtime?.content ?? rule.bundled!, status: 'INACTIVE' }
      return [200, answers.inactivated.body]
    }
    case 'POST /runtime/rule/delete':
      return remove(fake, key, query.get('mode'))
  }
  return undefined
}

/** Layers whose numbers are stored and that nobody defines: with one, OAP fails for every layer after a restart. */
export function undefinedLayers({ rules, layers }: FakeRules): string[] {
  const defined = new Set(layers.atBoot)
  for (const { runtime } of rules.values())
    if (runtime?.status === 'ACTIVE') layersIn(runtime.content).forEach(({ name }) => defined.add(name))
  return [...layers.stored].filter((name) => !defined.has(name))
}

function hash(text: string) {
  return createHash('sha256').update(text).digest('hex')
}

function split(key: string): [catalog: string, name: string] {
  const place = key.indexOf('/')
  return [key.slice(0, place), key.slice(place + 1)]
}

/** What was pushed, and nothing else. */
function list({ rules, dead }: FakeRules): object {
  const [row] = answers.list.body.rules
  return {
    ...answers.list.body,
    rules: [...rules].flatMap(([key, { bundled, runtime }]) => {
      if (!runtime) return []
      const [catalog, name] = split(key)
      const runs = runtime.status === 'ACTIVE' && !dead.has(key)
      return [
        {
          ...row,
          catalog,
          name,
          status: runtime.status,
          localState: runs ? 'RUNNING' : 'NOT_LOADED',
          loaderKind: runs ? 'RUNTIME' : 'NONE',
          contentHash: hash(runtime.content),
          bundled: bundled !== undefined,
          bundledContentHash: bundled && hash(bundled),
        },
      ]
    }),
  }
}

function bundledOf({ rules }: FakeRules, wanted: string): object[] {
  return [...rules].flatMap(([key, { bundled, runtime }]) => {
    const [catalog, name] = split(key)
    if (catalog !== wanted || bundled === undefined) return []
    return [{ ...answers.bundled.body[0], name, contentHash: hash(bundled), overridden: !!runtime }]
  })
}

function textOf(rule: HeldRule | undefined, query: URLSearchParams): Reply {
  const isPushed = query.get('source') !== 'bundled' && rule?.runtime
  const content = isPushed ? rule.runtime?.content : rule?.bundled
  if (content === undefined) return [404, { applyStatus: 'not_found' }]
  const like = isPushed ? answers.pushedRule.body : answers.bundledRule.body
  return [200, { ...like, content, contentHash: hash(content) }]
}

interface RuleYaml {
  metricPrefix?: string
  expSuffix?: string
  metricsRules?: { name: string; exp: string }[]
  layerDefinitions?: { name: string; ordinal: number }[]
  rules?: { dsl: string }[]
}

function read(content: string | undefined): RuleYaml {
  return content ? (parse(content) as RuleYaml) : {}
}

function layersIn(content: string) {
  return read(content).layerDefinitions ?? []
}

/** Metric → how it is stored. */
function shapes(content: string | undefined): Map<string, string> {
  const { metricPrefix, expSuffix, metricsRules = [] } = read(content)
  return new Map(
    metricsRules.map(({ name, exp }) => {
      const shape = shapeOf(parseExpression(expSuffix ? `(${exp}).${expSuffix}` : exp))
      return [`${metricPrefix}_${name}`, `${shape.scope} ${shape.function}`]
    }),
  )
}

function addOrUpdate(fake: FakeRules, key: string, content: string, has: (option: string) => boolean): Reply {
  const rule = fake.rules.get(key)
  const refuse = (status: number, applyStatus: string, message = ''): Reply => [
    status,
    { applyStatus, message },
  ]
  let wanted: Map<string, string>
  try {
    wanted = shapes(content)
    for (const { dsl } of read(content).rules ?? []) compileLal(dsl)
  } catch (error) {
    return refuse(400, 'compile_failed', (error as Error).message)
  }
  const layers = layersIn(content)
  if (layers.length && rule?.bundled !== undefined) return refuse(400, 'layer_override_forbidden')
  if (layers.some(({ ordinal }) => ordinal < 100_000)) return [400, answers.ordinalTooLow.body]
  const current = rule?.runtime?.content ?? rule?.bundled
  const isOn = rule?.runtime?.status !== 'INACTIVE'
  if (isOn && current === content && !has('force')) return [200, { applyStatus: 'no_change' }]
  const before = shapes(current)
  const changed = [...wanted].filter(([metric, shape]) => before.has(metric) && before.get(metric) !== shape)
  if (changed.length && !has('allowStorageChange')) {
    const message = `affecting [${changed.map(([metric]) => metric).join(', ')}]`
    return [answers.storageChange.status, { ...answers.storageChange.body, message }]
  }
  fake.dropped.push(...changed.map(([metric]) => metric))
  fake.dropped.push(...[...before.keys()].filter((metric) => !wanted.has(metric)))
  fake.rules.set(key, { ...rule, runtime: { content, status: 'ACTIVE' } })
  fake.dead.delete(key)
  layers.forEach(({ name }) => fake.layers.stored.add(name))
  return [200, answers.applied.body]
}

function remove(fake: FakeRules, key: string, mode: string | null): Reply {
  const rule = fake.rules.get(key)
  if (!rule?.runtime) return [200, { applyStatus: 'not_found' }]
  if (rule.runtime.status === 'ACTIVE') return [409, { applyStatus: 'requires_inactivate_first' }]
  if (rule.bundled === undefined) {
    if (mode) return [400, { applyStatus: 'no_bundled_twin' }]
    fake.rules.delete(key)
    return [200, answers.deleted.body]
  }
  if (!mode) return [409, { applyStatus: 'requires_revert_to_bundled' }]
  delete rule.runtime
  // whatever its list says: what reads logs takes none until a restart
  if (key.startsWith('lal/')) fake.dead.add(key)
  return [200, answers.reverted.body]
}
