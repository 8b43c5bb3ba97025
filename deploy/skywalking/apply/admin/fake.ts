import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'yaml'
import { parseExpression } from '../../mal/expression.ts'
import { shapeOf } from '../../mal/shape.ts'
import type { Template } from './answers.ts'

/* An admin host that answers as that of OAP 11 does, as far as its documentation and source tell. */

interface HeldRule {
  bundled?: string
  runtime?: { content: string; status: 'ACTIVE' | 'INACTIVE' }
}

export interface FakeAdmin {
  url: string
  rules: Map<string, HeldRule>
  templates: Template[]
  /** `POST /runtime/rule/addOrUpdate?…`, in order; only what changes something. */
  writes: string[]
  /** Metrics whose stored data was dropped. */
  dropped: string[]
  headers: IncomingMessage['headers'][]
  /** Phases that the next questions for the status get. */
  phases: object[]
  /** Instead of what it would answer. */
  override?: (
    method: string,
    path: string,
  ) => { status: number; body: string; headers?: Record<string, string> } | undefined
  close(): Promise<void>
}

/** @param bundled `catalog/name` → content: what lies in OAP's config/ */
export async function fakeAdmin(bundled: Record<string, string> = {}): Promise<FakeAdmin> {
  const fake: FakeAdmin = {
    url: '',
    rules: new Map(Object.entries(bundled).map(([key, content]) => [key, { bundled: content }])),
    templates: [],
    writes: [],
    dropped: [],
    headers: [],
    phases: [],
    close: () => new Promise((done) => server.close(() => done())),
  }
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams, search } = new URL(request.url!, 'http://oap')
    fake.headers.push(request.headers)
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      const method = request.method!
      if (method !== 'GET') fake.writes.push(`${method} ${pathname}${search}`)
      const scripted = fake.override?.(method, pathname)
      if (scripted) return response.writeHead(scripted.status, scripted.headers).end(scripted.body)
      const [status, answer] = route(fake, method, pathname, searchParams, body)
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

type Reply = [status: number, body: unknown]

function route(fake: FakeAdmin, method: string, path: string, query: URLSearchParams, body: string): Reply {
  const key = `${query.get('catalog')}/${query.get('name')}`
  switch (`${method} ${path}`) {
    case 'GET /runtime/rule/list':
      return [200, { generatedAt: 0, loaderStats: { active: 0, pending: 0 }, rules: list(fake) }]
    case 'GET /runtime/rule': {
      const rule = fake.rules.get(key)
      const isBundled = query.get('source') === 'bundled'
      const content = isBundled ? rule?.bundled : (rule?.runtime?.content ?? rule?.bundled)
      if (content === undefined) return [404, { applyStatus: 'not_found' }]
      return [200, { content, contentHash: hash(content), source: rule?.runtime ? 'runtime' : 'bundled' }]
    }
    case 'GET /runtime/rule/status':
      return [200, fake.phases.shift() ?? { found: true, phase: 'APPLIED' }]
    case 'POST /runtime/rule/addOrUpdate':
      return addOrUpdate(fake, key, body, query.get('allowStorageChange') === 'true')
    case 'POST /runtime/rule/inactivate': {
      const rule = fake.rules.get(key)
      if (!rule) return [200, { applyStatus: 'not_found' }]
      rule.runtime = { content: rule.runtime?.content ?? rule.bundled!, status: 'INACTIVE' }
      return [200, { applyStatus: 'inactivated' }]
    }
    case 'POST /runtime/rule/delete':
      return remove(fake, key, query.get('mode'))
    case 'GET /ui-management/templates':
      return [
        200,
        fake.templates.filter(({ disabled }) => query.get('includingDisabled') === 'true' || !disabled),
      ]
    case 'POST /ui-management/templates':
    case 'PUT /ui-management/templates':
      return saveTemplate(fake, method, JSON.parse(body) as Template)
  }
  const disabled = fake.templates.find(
    ({ id }) => path === `/ui-management/templates/${encodeURIComponent(id)}/disable`,
  )
  if (!disabled) return [404, { message: `no such path: ${path}` }]
  disabled.disabled = true
  return [200, { id: disabled.id, status: true, message: null }]
}

function hash(text: string) {
  return createHash('sha256').update(text).digest('hex')
}

function list(fake: FakeAdmin): object[] {
  return [...fake.rules].map(([key, { bundled, runtime }]) => {
    const [, catalog, name] = /^([^/]+)\/(.*)$/.exec(key)!
    return {
      catalog,
      name,
      status: runtime?.status ?? 'BUNDLED',
      bundled: bundled !== undefined,
      contentHash: hash(runtime?.content ?? bundled!),
      ...(bundled !== undefined && { bundledContentHash: hash(bundled) }),
    }
  })
}

interface RuleYaml {
  metricPrefix?: string
  expSuffix?: string
  metricsRules?: { name: string; exp: string }[]
  layerDefinitions?: { name: string; ordinal: number }[]
}

/** Metric → how it is stored. */
function shapes(content: string | undefined): Map<string, string> {
  const { metricPrefix, expSuffix, metricsRules = [] } = (content ? parse(content) : {}) as RuleYaml
  return new Map(
    metricsRules.map(({ name, exp }) => {
      const shape = shapeOf(parseExpression(expSuffix ? `(${exp}).${expSuffix}` : exp))
      return [`${metricPrefix}_${name}`, `${shape.scope} ${shape.function}`]
    }),
  )
}

function addOrUpdate(fake: FakeAdmin, key: string, content: string, allowed: boolean): Reply {
  const rule = fake.rules.get(key)
  const refuse = (status: number, applyStatus: string, message = ''): Reply => [
    status,
    { applyStatus, message },
  ]
  let wanted: Map<string, string>
  let layers: NonNullable<RuleYaml['layerDefinitions']>
  try {
    wanted = shapes(content)
    layers = (parse(content) as RuleYaml).layerDefinitions ?? []
  } catch (error) {
    return refuse(400, 'compile_failed', (error as Error).message)
  }
  if (layers.length && rule?.bundled !== undefined) return refuse(400, 'layer_override_forbidden')
  if (layers.some(({ ordinal }) => ordinal < 100_000)) return refuse(400, 'layer_ordinal_out_of_range')
  const current = rule?.runtime?.content ?? rule?.bundled
  if (rule?.runtime?.status === 'ACTIVE' && current === content) return [200, { applyStatus: 'no_change' }]
  const before = shapes(current)
  const changed = [...wanted].filter(([metric, shape]) => before.has(metric) && before.get(metric) !== shape)
  if (changed.length && !allowed)
    return refuse(409, 'storage_change_requires_explicit_approval', changed.map(([metric]) => metric).join())
  fake.dropped.push(...changed.map(([metric]) => metric))
  fake.dropped.push(...[...before.keys()].filter((metric) => !wanted.has(metric)))
  fake.rules.set(key, { ...rule, runtime: { content, status: 'ACTIVE' } })
  return [200, { applyStatus: 'structural_applied', applyId: 'apply-1' }]
}

function remove(fake: FakeAdmin, key: string, mode: string | null): Reply {
  const rule = fake.rules.get(key)
  if (!rule?.runtime) return [200, { applyStatus: 'not_found' }]
  if (rule.runtime.status === 'ACTIVE') return [409, { applyStatus: 'requires_inactivate_first' }]
  if (rule.bundled === undefined) {
    if (mode) return [400, { applyStatus: 'no_bundled_twin' }]
    fake.rules.delete(key)
    return [200, { applyStatus: 'deleted' }]
  }
  if (!mode) return [409, { applyStatus: 'requires_revert_to_bundled' }]
  delete rule.runtime
  return [200, { applyStatus: 'reverted_to_bundled' }]
}

function saveTemplate(fake: FakeAdmin, method: string, { id, configuration }: Template): Reply {
  const found = fake.templates.find((template) => template.id === id)
  if (method === 'POST') {
    if (found) return [409, { id, status: false, message: 'The id is taken.' }]
    fake.templates.push({ id, configuration, disabled: false })
  } else {
    if (!found) return [409, { id, status: false, message: 'No such template.' }]
    Object.assign(found, { configuration, disabled: false })
  }
  return [200, { id, status: true, message: null }]
}
