import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Template } from './answers.ts'
import { ruleAt, type FakeRules, type Reply } from './fake-rules.ts'
import recorded from './recorded.json' with { type: 'json' }

/* An admin host that answers as that of OAP 11 does: with what a real one has answered. */

export interface FakeAdmin extends FakeRules {
  url: string
  templates: Template[]
  /** As with PostgreSQL: no template can be switched off. */
  keepsTemplates: boolean
  /** `POST /runtime/rule/addOrUpdate?…`, in order; only what changes something. */
  writes: string[]
  headers: IncomingMessage['headers'][]
  /** Answers that the next questions for the status get. */
  phases: object[]
  /** Instead of what it would answer. */
  override?: (method: string, path: string) => Scripted | undefined
  close(): Promise<void>
}

export interface Scripted {
  status: number
  body: string
  headers?: Record<string, string>
  /** Ends the connection behind the body, which the headers say is longer; or never answers. */
  trouble?: 'breaksOff' | 'isSilent'
}

const { answers } = recorded

/** @param bundled `catalog/name` → content: what lies in OAP's config/ */
export async function fakeAdmin(bundled: Record<string, string> = {}): Promise<FakeAdmin> {
  const fake: FakeAdmin = {
    url: '',
    rules: new Map(Object.entries(bundled).map(([key, content]) => [key, { bundled: content }])),
    layers: { stored: new Set(), atBoot: new Set() },
    templates: [],
    keepsTemplates: false,
    writes: [],
    dropped: [],
    dead: new Set(),
    headers: [],
    phases: [],
    close() {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams, search } = new URL(request.url!, 'http://oap')
    fake.headers.push(request.headers)
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      const method = request.method!
      const scripted = fake.override?.(method, pathname)
      if (method !== 'GET' && pathname !== '/graphql') fake.writes.push(`${method} ${pathname}${search}`)
      if (scripted?.trouble === 'isSilent') return
      if (scripted?.trouble === 'breaksOff') {
        response.writeHead(scripted.status, { 'Content-Length': 10_000 }).write(scripted.body)
        return setImmediate(() => request.socket.destroy())
      }
      if (scripted) return response.writeHead(scripted.status, scripted.headers).end(scripted.body)
      const [status, answer] = route(fake, method, pathname, searchParams, body)
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

function route(fake: FakeAdmin, method: string, path: string, query: URLSearchParams, body: string): Reply {
  const ofRules = ruleAt(fake, `${method} ${path}`, query, body)
  if (ofRules) return ofRules
  switch (`${method} ${path}`) {
    case 'GET /runtime/rule/status':
      return [200, fake.phases.shift() ?? answers.settled.body]
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
  if (fake.keepsTemplates)
    return [answers.templateNotFound.status, { ...answers.templateNotFound.body, id: disabled.id }]
  disabled.disabled = true
  return [200, { ...answers.templateStored.body, id: disabled.id }]
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
  return [200, { ...answers.templateStored.body, id }]
}
