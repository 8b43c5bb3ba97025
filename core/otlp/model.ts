import type { Resource } from '../resource.ts'
import type { Attributes, Span } from '../signal.ts'

export interface Scope {
  readonly name: string
  readonly version: string
}

/** A request in the shape of the tables. */
export function envelope(resource: Resource, scope: Scope, items: readonly object[]): object {
  return { resources: [{ resource, scopes: [{ scope, items }] }] }
}

export function isInt(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

/** A log's id goes out as this attribute, unless the record has one of its own. */
export const UID = 'log.record.uid'

export function lacksUid({ uid, attributes }: { uid?: string; attributes: Attributes }): boolean {
  return !!uid && attributes[UID] == null
}

/** Attributes for a span's page and peer, which SkyWalking has fields for, unless it carries them already. */
export function implied({ attributes, page, peer }: Span): Attributes | undefined {
  if (!page && !peer) return undefined
  const more: Attributes = {}
  const add = (key: string, value: string | number) => {
    if (attributes[key] == null) more[key] = value
  }
  if (page) add('miniprogram.page.path', page)
  if (peer) {
    const colon = peer.lastIndexOf(':')
    add('server.address', peer[0] === '[' ? peer.slice(1, colon - 1) : peer.slice(0, colon))
    add('server.port', +peer.slice(colon + 1))
  }
  return more
}
