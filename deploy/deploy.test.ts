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
  const { services } = parse(read('compose.yaml')) as { services: Record<string, Service> }
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

  test('keeps what has no password off the network', () => {
    const ports = each.flatMap((service) => service.ports ?? [])
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(['8080:8080'])
  })
})

interface Service {
  image: string
  environment?: Record<string, string>
  volumes?: string[]
  ports?: string[]
}

test('gateway.yaml lets through the attributes that docs/signals.md lists, and no others', () => {
  const { processors } = parse(read('collector/gateway.yaml')) as {
    processors: { redaction: { allowed_keys: string[] } }
  }
  const sent = [
    ...[signals.RESOURCE, signals.LOG_ATTRIBUTES, signals.SPAN_ATTRIBUTES],
    ...signals.METRICS.map(({ attributes }) => attributes),
  ].flatMap((rows) => rows.map(({ name }) => name))
  expect(processors.redaction.allowed_keys.sort()).toEqual([...new Set(sent)].sort())
})

test('edge.conf knows every path that the kit sends to', () => {
  const paths = all(read('nginx/edge.conf'), /location ~ (\S+) \{/g).map((pattern) => new RegExp(pattern))
  const taken = (path: string) => paths.some((pattern) => pattern.test(path))
  for (const path of ['/v1/logs', '/v1/metrics', '/v1/traces', '/v3/segments', '/v3/management/keepAlive'])
    expect(taken(path), path).toBe(true)
  expect(taken('/v1/logs/more')).toBe(false)
})
