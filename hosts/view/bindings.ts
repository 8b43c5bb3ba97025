import type { Host } from '../host.ts'
import { camelCase, evaluate, evaluateDirective, type TemplateElement } from './template.ts'
import type { Loose } from '../loose.ts'

/** What the attributes of an element come to in a scope. */
export function attributesOf(host: Host, at: TemplateElement, scope: Loose) {
  const { prefix, events } = host.spec.template
  const properties: Record<string, Loose> = {}
  const handlers: Record<string, Loose> = {}
  const dataset: Record<string, Loose> = {}
  let id = ''
  let classes: string[] = []
  for (const name of Object.keys(at.attributes)) {
    if (name.startsWith(prefix)) continue
    const value = evaluate(at.attributes[name], scope)
    const event = eventOf(events, name)
    if (name === 'id') id = String(value ?? '')
    else if (name === 'class') classes = String(value ?? '').split(/\s+/)
    else if (name.startsWith('data-')) dataset[camelCase(name.slice(5))] = value
    else if (event) handlers[event] = value
    if (name !== 'class' && !name.startsWith('data-')) properties[camelCase(name)] = value
  }
  return { id, classes, dataset, handlers, properties }
}

/** The event that an attribute listens to: `bind:tap`, `bindtap`, `catchtap`, `onTap`. */
function eventOf(prefixes: string[], attribute: string): string | undefined {
  const prefix = prefixes.find((each) => attribute.startsWith(each) && attribute.length > each.length)
  if (!prefix) return undefined
  const name = attribute.slice(prefix.length)
  if (!prefixes.includes('on')) return name
  // `onTap` is an event, `once` is a property.
  return /^[A-Z]/.test(name) ? name[0].toLowerCase() + name.slice(1) : undefined
}

/** The scopes of a `for`, each with its key; without one the scope itself. */
export function loopOf(at: TemplateElement, prefix: string, scope: Loose): [scope: Loose, key?: string][] {
  const source = at.attributes[`${prefix}for`] ?? at.attributes[`${prefix}for-items`]
  if (source === undefined) return [[scope]]
  // Swan's own form: `item, index in list`: docs/platforms/baidu.md#loops
  const [, itemName, indexName, listName] =
    /^\s*(\w+)\s*(?:,\s*(\w+))?\s+in\s+([\s\S]+?)(?:\s+trackBy\s[\s\S]*)?$/.exec(source) ?? []
  const value = evaluateDirective(listName ?? source, scope)
  const item = itemName ?? at.attributes[`${prefix}for-item`] ?? 'item'
  const index = indexName ?? at.attributes[`${prefix}for-index`] ?? 'index'
  const key = at.attributes[`${prefix}key`]
  return itemsOf(value).map(([i, each]) => {
    const inner = Object.assign(Object.create(scope), { [item]: each, [index]: i })
    return [inner, String(key && key !== '*this' ? (each?.[key] ?? i) : i)]
  })
}

/** Of a list, of a number (that many), or of an object by its keys. */
function itemsOf(value: Loose): [key: string | number, item: Loose][] {
  if (Array.isArray(value)) return value.map((item, i) => [i, item])
  if (typeof value === 'number') return Array.from({ length: value }, (_, i) => [i, i + 1])
  return Object.entries(value ?? {})
}
