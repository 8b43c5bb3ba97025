import { createComponent, type ComponentInstance } from './component.ts'
import type { Host } from '../host.ts'
import type { Registry } from '../code/registry.ts'
import type { Loose } from '../loose.ts'

/** An element as it is shown. */
export interface ViewNode {
  readonly tag: string
  readonly id: string
  readonly classes: string[]
  readonly dataset: Record<string, Loose>
  /** Names of methods by event, of the page or component that owns the template. */
  readonly handlers: Record<string, Loose>
  readonly owner: Loose
  readonly parent?: ViewNode
  readonly children: ViewNode[]
  text: string
}

/** What a template belongs to: the page, or an instance of a component on it. */
export interface Owner {
  readonly parent?: Owner
  readonly instance: Loose
  readonly path: string
  readonly children: Map<string, Child>
  readonly listeners: Map<string, Loose>
}
export interface Child extends Owner {
  readonly parent: Owner
  readonly component: ComponentInstance
  properties: Record<string, Loose>
  node: ViewNode
}

export interface ViewSource {
  template(path: string): string | undefined
  /** Paths of the components that a page or component uses, by their tags. */
  components(path: string): Record<string, string>
}

export interface Rendering {
  readonly host: Host
  readonly registry: Registry
  readonly source: ViewSource
  /** Components that this round has met. */
  seen: Set<Child>
  isReady: boolean
  /** Names of the slots that the component's template shows; '' is the default one. */
  slots?: Set<string>
  update(): void
}

let nextNode = 1

/** An instance of a component, at its place in the owner's template. */
export function createChild(
  { host, registry, isReady, update }: Rendering,
  owner: Owner,
  key: string,
  path: string,
  properties: Record<string, Loose>,
  node: ViewNode,
): Child {
  const { realm } = host
  const component = createComponent(host, registry.definitions.get(path)?.options ?? realm.object(), {
    is: path,
    id: nextNode++,
    behaviors: registry.behaviors,
    properties,
    onData: update,
    onEvent: (name, detail) => send(host, child, name, detail),
    onDispatch: (name, value) => dispatch(host, child, name, value),
  })
  const { instance } = component
  instance.__nodeId__ = instance.$id
  instance.id = node.id
  instance.dataset = realm.adopt(node.dataset)
  const child: Child = {
    parent: owner,
    instance,
    component,
    path,
    children: new Map(),
    listeners: new Map(),
    properties,
    node,
  }
  owner.children.set(key, child)
  component.enter()
  if (isReady) component.ready()
  return child
}

/** What the owner's new data mean for a component. */
export function renew(child: Child, properties: Record<string, Loose>, node: ViewNode): void {
  const changed = Object.keys(properties).filter((name) => properties[name] !== child.properties[name])
  child.node = node
  child.properties = properties
  if (changed.length)
    child.component.setProperties(Object.fromEntries(changed.map((name) => [name, properties[name]])))
}

/** triggerEvent: to the method that the owner's template names. */
function send({ realm, thread }: Host, child: Child, name: string, detail: Loose): void {
  const { handlers, owner, id, dataset } = child.node
  const point = { id, dataset }
  const handler = typeof handlers[name] === 'string' ? owner[handlers[name]] : handlers[name]
  const event = realm.adopt({ type: name, target: point, currentTarget: point })
  event.detail = detail ?? realm.object()
  thread.call(`Component.${name}`, handler, owner, [event])
}

function dispatch({ thread, realm }: Host, child: Child, name: string, value: Loose): void {
  for (let at: Owner | undefined = child.parent; at; at = at.parent) {
    const handler = at.instance.messages?.[name]
    if (handler) return void thread.call(`messages.${name}`, handler, at.instance, [realm.object({ value })])
  }
}

/** Where components get listeners as properties, `onTap` is a function there: docs/platforms/alipay.md#props */
export function listenersOf(owner: Owner, handlers: Record<string, Loose>): Record<string, Loose> {
  const functions: Record<string, Loose> = {}
  for (const name of Object.keys(handlers)) {
    const method = handlers[name]
    // One for each method, or every rendering would look like a change.
    if (!owner.listeners.has(method))
      owner.listeners.set(method, owner.instance[method]?.bind(owner.instance))
    functions[`on${name[0].toUpperCase()}${name.slice(1)}`] = owner.listeners.get(method)
  }
  return functions
}

/** Removes what this round has not met. */
export function sweep(rendering: Rendering, owner: Owner): void {
  for (const [key, child] of owner.children) {
    if (rendering.seen.has(child)) sweep(rendering, child)
    else {
      remove(child)
      owner.children.delete(key)
    }
  }
}

export function remove(child: Child): void {
  child.children.forEach(remove)
  child.component.leave()
}

export function readyInside(owner: Owner): void {
  for (const child of owner.children.values()) {
    readyInside(child)
    child.component.ready()
  }
}
