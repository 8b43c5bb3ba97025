/** What can be held of the ready configuration without a container engine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as signals from '../docs/data/signals/index.ts'

function read(file: string) {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
}

function below(folder: string) {
  return readdirSync(join(import.meta.dirname, folder))
}

function all(text: string, pattern: RegExp) {
  return [...text.matchAll(pattern)].map((match) => match[1]!)
}

describe('compose.yaml', () => {
  const { services, networks } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>
    networks: Record<string, unknown>
  }
  const each = Object.values(services)
  const listed = (name: string) => services.oap!.environment![name]!.split(',')

  test('is YAML, with all that is needed', () => {
    expect(Object.keys(services)).toEqual(['banyandb', 'oap', 'ui', 'collector', 'edge'])
  })

  test('names a version of every image', () => {
    const images = each.map(({ image }) => image)
    expect(images).toHaveLength(5)
    expect(images.filter((image) => !/:[a-z-]*\d+\.\d+\.\d+(-\w+)?$/.test(image))).toEqual([])
  })

  test('mounts what is there', () => {
    const volumes = each.flatMap((service) => service.volumes ?? [])
    const mounted = volumes.filter((volume) => volume.startsWith('./')).map((volume) => volume.split(':')[0]!)
    expect(mounted).toHaveLength(3)
    expect(mounted.filter((path) => !existsSync(join(import.meta.dirname, path)))).toEqual([])
  })

  test('switches on the rules that are laid in, each by its name', () => {
    const names = (folder: string) =>
      below(`skywalking/config/${folder}`).map((file) => file.replace('.yaml', ''))
    expect(listed('SW_LOG_MAL_FILES').sort()).toEqual(names('log-mal-rules').sort())
    expect(listed('SW_LOG_LAL_FILES').sort()).toEqual([...names('lal'), 'default'].sort())
    expect(listed('SW_OTEL_RECEIVER_ENABLED_OTEL_METRICS_RULES')).toEqual(
      names('otel-rules').map((folder) => `${folder}/*`),
    )
  })

  test('names nothing twice, which would stop OAP from booting, and lets errors be searched', () => {
    const lists = Object.entries(services.oap!.environment!).filter(([, value]) =>
      String(value).includes(','),
    )
    expect(lists.length).toBeGreaterThan(3)
    for (const [name] of lists) expect(new Set(listed(name)).size, name).toBe(listed(name).length)
    expect(listed('SW_SEARCHABLE_LOGS_TAG_KEYS')).toEqual(
      expect.arrayContaining(['level', 'http.status_code', 'exception.type']),
    )
  })

  test('what devices reach can not reach the port on which OAP asks for no password', () => {
    const { SW_ADMIN_SERVER_HOST: host } = services.oap!.environment!
    const own = Object.entries(services.oap!.networks as Networks)
    expect(own.filter(([, place]) => place?.ipv4_address === host).map(([name]) => name)).toEqual(['admin'])
    const members = Object.entries(services).filter(([, service]) =>
      namesOf(service.networks).includes('admin'),
    )
    expect(members.map(([name]) => name).sort()).toEqual(['oap', 'ui'])
    expect(namesOf(services.collector!.networks)).toEqual(['signals'])
    expect(namesOf(services.edge!.networks)).toEqual(['front', 'signals'])
    expect([networks.signals, networks.storage]).toEqual([{ internal: true }, { internal: true }])
  })

  test('no container has capabilities or can gain any; what devices reach is no root and writes nothing', () => {
    for (const service of each) {
      expect(service.cap_drop).toEqual(['ALL'])
      expect(service.security_opt).toEqual(['no-new-privileges:true'])
    }
    for (const { user, read_only } of [services.edge!, services.collector!]) {
      expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
      expect(read_only).toBe(true)
    }
  })

  test('keeps what has no password off the network', () => {
    const ports = each.flatMap((service) => service.ports ?? [])
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(['8080:8080'])
  })
})

type Networks = Record<string, { ipv4_address?: string } | null>

interface Service {
  image: string
  user?: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  networks?: string[] | Networks
  environment?: Record<string, string>
  volumes?: string[]
  ports?: string[]
}

function namesOf(networks: Service['networks'] = []): string[] {
  return Array.isArray(networks) ? networks : Object.keys(networks)
}

describe('gateway.yaml lets through', () => {
  const { processors } = parse(read('collector/gateway.yaml')) as {
    processors: {
      redaction: { allowed_keys: string[] }
      transform: { metric_statements: { statements: string[] }[] }
    }
  }
  const ofMetrics = signals.METRICS.flatMap(({ attributes }) => attributes)
  const names = (rows: readonly { name: string }[]) => [...new Set(rows.map(({ name }) => name))].sort()

  test('the attributes that docs/signals.md lists, and no others', () => {
    const { RESOURCE, LOG_ATTRIBUTES, SPAN_ATTRIBUTES } = signals
    const sent = names([...RESOURCE, ...LOG_ATTRIBUTES, ...SPAN_ATTRIBUTES, ...ofMetrics])
    expect(processors.redaction.allowed_keys.sort()).toEqual(sent)
  })

  test('with a metric those that it lists for metrics: none of them makes series without end', () => {
    const statements = processors.transform.metric_statements.flatMap((group) => group.statements)
    const [kept] = statements.flatMap(
      (each) => /^keep_keys\(datapoint\.attributes, (.*)\)$/.exec(each)?.[1] ?? [],
    )
    expect((JSON.parse(kept!) as string[]).sort()).toEqual(names(ofMetrics))
  })
})

test('the README tells of every option of gateway.yaml', () => {
  const told = all(read('collector/README.md'), /^\| `([A-Z_0-9]+)`/gm)
  const taken = all(read('collector/gateway.yaml'), /\$\{env:(\w+)/g)
  expect(told.sort()).toEqual([...new Set(taken)].sort())
})

describe('gateway.yaml masks numbers of phones', () => {
  const { processors } = parse(read('collector/gateway.yaml')) as {
    processors: {
      redaction: { blocked_values: string[]; redact_all_types?: boolean }
      transform: { trace_statements: { statements: string[] }[] }
    }
  }
  // Go's expressions, of which these are in both languages.
  const masked = (text: string) =>
    processors.redaction.blocked_values.reduce(
      (rest, each) => rest.replace(new RegExp(each, 'gu'), '****'),
      text,
    )

  test.each([
    ...[
      '13800138000',
      '+8613800138000',
      '8613800138000',
      '008613800138000',
      '+86 13800138000',
      '+86-13800138000',
    ],
    ...[
      '0086 13800138000',
      '(+86)13800138000',
      '(86) 138 0013 8000',
      '138 0013 8000',
      '138-0013-8000',
      '19900001111',
    ],
    ...['+86 138 0013 8000', '138\u00a00013\u00a08000', '138\u20110013\u20118000', '+86-138-0013-8000'],
    ...[
      'tel:13800138000',
      'user_13800138000',
      '用户13800138000的订单',
      '{"p":13800138000}',
      'p=%2B8613800138000&',
    ],
    ...['13800138000,13900139000', '[13800138000]', "'138 0013 8000'"],
  ])('%s', (text) => {
    expect(masked(text)).not.toMatch(/\d{4}/)
  })

  test.each([
    ...['1700000000', '1700000000123', '1700000000123456789', '12800138000', 'order 202401138001380001'],
    ...['0af7651916cd43dd8448eb211c80319c', 'a13800138000b', '138.0013', '10.138.0.13', '1380 x 8000'],
  ])('and not %s', (text) => {
    expect(masked(text)).toBe(text)
  })

  test('also in lists, maps and whole numbers', () => {
    expect(processors.redaction.redact_all_types).toBe(true)
  })

  test('also in what a span says without attributes', () => {
    const statements = processors.transform.trace_statements.flatMap((group) => group.statements)
    const replaced = statements.flatMap((each) => {
      const [, path, pattern] = /^replace_pattern\((\S+), (".*"), "\*\*\*\*"\)$/.exec(each) ?? []
      return path ? [[path, JSON.parse(pattern!) as string]] : []
    })
    const [pattern] = processors.redaction.blocked_values
    expect(replaced).toEqual([
      ['span.name', pattern],
      ['span.status.message', pattern],
    ])
  })
})

test('edge.conf knows every path that the kit sends to', () => {
  const paths = all(read('nginx/edge.conf'), /location ~ (\S+) \{/g).map((pattern) => new RegExp(pattern))
  const taken = (path: string) => paths.some((pattern) => pattern.test(path))
  for (const path of ['/v1/logs', '/v1/metrics', '/v1/traces', '/v3/segments', '/v3/management/keepAlive'])
    expect(taken(path), path).toBe(true)
  expect(taken('/v1/logs/more')).toBe(false)
})
