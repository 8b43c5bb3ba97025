import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { TapOptions } from '../runtime.ts'
import type { ViewNode } from './children.ts'
import type { View } from './view.ts'

/** The page in front. */
export interface Touchable {
  readonly path: string
  readonly instance: Loose
  /** Where its template can be interpreted. */
  readonly view?: View
}

interface Found {
  receiver: Loose
  handler: Loose
  id: string
  dataset: Record<string, Loose>
}

/** Calls the handler that a touch would reach: by name, or by `#id`, `.class` or text in what is shown. */
export function tap(host: Host, page: Touchable, target: string, detail: Loose, options: TapOptions): Loose {
  const { type = 'tap' } = options
  const found = byName(page, target) ?? byTaroTree(page, target) ?? byView(page, target, type)
  if (!found) throw new Error(`nothing to tap on ${page.path}: ${target}`)
  const point = {
    id: found.id,
    dataset: { ...found.dataset, ...options.dataset },
    offsetLeft: 0,
    offsetTop: 0,
  }
  const event = host.realm.adopt({
    type,
    timeStamp: host.clock.monotonic(),
    detail: detail ?? { x: 10, y: 10 },
    target: point,
    currentTarget: point,
    touches: [],
    changedTouches: [],
    mark: {},
    stopPropagation() {},
    preventDefault() {},
  })
  return host.thread.call(`Page.${target}`, found.handler, found.receiver, [event])
}

function byName(page: Touchable, name: string): Found | undefined {
  const { instance } = page
  // Compiled uni-app templates bind events to names that stand in the data: docs/platforms/uni-app.md#handlers
  const method = typeof instance[name] === 'function' ? name : instance.data?.[name]
  const handler = typeof method === 'string' ? instance[method] : undefined
  return typeof handler === 'function' ? { receiver: instance, handler, id: '', dataset: {} } : undefined
}

/** Events rise to the nearest element that listens. */
function byView(page: Touchable, target: string, type: string): Found | undefined {
  const root = page.view?.tree()
  const { id = '', dataset = {} } = (root && nodeOf(root, target)) ?? {}
  for (let node = root && nodeOf(root, target); node; node = node.parent) {
    const handler = node.owner[node.handlers[type]]
    if (typeof handler === 'function')
      return { receiver: node.owner, handler, id: node.id || id, dataset: { ...dataset, ...node.dataset } }
  }
  return undefined
}

function nodeOf(node: ViewNode, target: string): ViewNode | undefined {
  if (isMeant(target, node.id, node.classes, [node.text])) return node
  for (const child of node.children) {
    const found = nodeOf(child, target)
    if (found) return found
  }
  return undefined
}

/** `#id`, `.class`, or text. */
function isMeant(target: string, id: string, classes: string[], texts: Loose[]): boolean {
  const name = target.slice(1)
  if (target.startsWith('#')) return id === name
  if (target.startsWith('.')) return classes.includes(name)
  return texts.includes(target)
}

/** Taro keeps its whole tree in `data.root`, with one handler `eh` for everything: docs/platforms/taro.md#tree */
function byTaroTree(page: Touchable, target: string): Found | undefined {
  const { instance } = page
  const node = instance.data?.root && taroNode(instance.data.root, target)
  if (!node || typeof instance.eh !== 'function') return undefined
  const id = node.uid ?? node.sid
  return { receiver: instance, handler: instance.eh, id, dataset: { sid: node.sid } }
}

function taroNode(node: Loose, target: string): Loose {
  if (!node || typeof node !== 'object') return undefined
  const children: Loose[] = Object.values(node.cn ?? {})
  const classes = String(node.cl ?? '').split(/\s+/)
  // Text is a child of its own.
  const texts = children.map((child) => child?.v)
  if (isMeant(target, node.uid, classes, texts)) return node
  for (const child of children) {
    const found = taroNode(child, target)
    if (found) return found
  }
  return undefined
}
