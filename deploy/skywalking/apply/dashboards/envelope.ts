import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Template } from '../admin/answers.ts'

/* How OAP stores a dashboard: an envelope with a name, around what Horizon UI draws. */

export interface Envelope {
  /** `horizon.layer.WECHAT_MINI_PROGRAM`, of a translation with `.i18n.zh-CN` behind it. */
  name: string
  kind: string
  version: number
  locale?: string
  content: Content
}

export interface Content {
  'layer-header'?: Header
  header?: Header
  metrics?: Header
  /** Pages that it has. */
  components?: Record<string, unknown>
  /** By scope. */
  dashboards?: Record<string, Item[]>
  [field: string]: unknown
}

/** Columns of the list of services. */
export interface Header {
  columns?: Item[]
  /** Metric of a column. */
  orderBy?: string
  [field: string]: unknown
}

/** A chart has an id, a column a metric; of a translation a column has neither. */
export interface Item {
  id?: string
  metric?: string
  [field: string]: unknown
}

/** English ones first: translations follow their order. */
export function readEnvelopes(folder: string): Envelope[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => Number(a.includes('.i18n.')) - Number(b.includes('.i18n.')))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Envelope)
}

/** The name of its layer. */
export function layerIn({ name }: Envelope): string {
  return name.replace(/^horizon\.layer\./, '').replace(/\.i18n\..*$/, '')
}

/** Of the columns, oldest last: what is stored has several of them, with the same in each. */
const HEADERS = ['layer-header', 'header', 'metrics'] as const

export function headerOf(content: Content): Header | undefined {
  return HEADERS.map((name) => content[name]).find((header) => header?.columns)
}

/** With this one under each name that is there; under all, where there is none. */
export function withHeader(content: Content, header: Header): Content {
  const there = HEADERS.filter((name) => content[name])
  const names = there.length ? there : HEADERS
  return { ...content, ...Object.fromEntries(names.map((name) => [name, header])) }
}

/** As Horizon UI writes JSON, which tells what has been changed by its bytes: names in order. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** A dashboard that OAP has, and its content. */
export interface Found {
  template: Template
  envelope: Envelope
}

/** Finds a dashboard by the name in its envelope. */
export function finderIn(stored: Template[]): (name: string) => Found | undefined {
  const found = stored.flatMap((template): Found[] => {
    const envelope = envelopeIn(template)
    return envelope ? [{ template, envelope }] : []
  })
  // of several under one name Horizon UI takes the first that is on, by id
  const rank = ({ template }: Found) => `${Number(template.disabled ?? false)}${template.id}`
  found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return (name) => found.find(({ envelope }) => envelope.name === name)
}

function envelopeIn({ configuration }: Template): Envelope | undefined {
  try {
    const envelope = JSON.parse(configuration) as Partial<Envelope> | null
    return envelope?.content && typeof envelope.name === 'string' ? (envelope as Envelope) : undefined
  } catch {
    return undefined
  }
}
