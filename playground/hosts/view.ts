import { createComponent, type ComponentInstance } from './component.ts'
import type { Process } from './process.ts'
import type { Registry } from './registry.ts'
import { attributesOf, loopOf } from './bindings.ts'
import {
  evaluate,
  evaluateDirective,
  isComposed,
  parseTemplate,
  type TemplateElement,
  type TemplateNode,
} from './template.ts'
import type { Loose } from './types.ts'

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
interface Owner {
  readonly instance: Loose
  readonly path: string
  readonly children: Map<string, Child>
  readonly listeners: Map<string, Loose>
}
interface Child extends Owner {
  readonly component: ComponentInstance
  properties: Record<string, Loose>
  node: ViewNode
}

export interface View {
  /** Renders again; makes and removes instances of components. */
  update(): void
  /** The page is ready: so are the components on it. */
  ready(): void
  destroy(): void
  /** The shown tree, up to date. */
  tree(): ViewNode
}

export interface ViewSource {
  template(path: string): string | undefined
  /** Paths of the components that a page or component uses, by their tags. */
  components(path: string): Record<string, string>
}

let nextNode = 1

/** The view of a page, if its template can be interpreted. */
export function createView(
  process: Process,
  registry: Registry,
  source: ViewSource,
  instance: Loose,
  path: string,
): View | undefined {
  const own = source.template(path)
  if (own === undefined || isComposed(parseTemplate(own))) return undefined
  const { spec, realm } = process
  const page: Owner = { instance, path, children: new Map(), listeners: new Map() }
  let seen = new Set<Child>()
  let isReady = false
  let rendering = false
  let again = false
  let root: ViewNode

  const slot = (
    owner: Owner,
    key: string,
    tag: string,
    properties: Record<string, Loose>,
    node: ViewNode,
  ): Child => {
    const known = owner.children.get(key)
    if (known) {
      known.node = node
      const changed = Object.keys(properties).filter((name) => properties[name] !== known.properties[name])
      known.properties = properties
      if (changed.length)
        known.component.setProperties(Object.fromEntries(changed.map((name) => [name, properties[name]])))
      return known
    }
    const at = source.components(owner.path)[tag]
    const component = createComponent(process, registry.definitions.get(at)?.options ?? realm.object(), {
      is: at,
      id: nextNode++,
      behaviors: registry.behaviors,
      properties,
      onData: () => view.update(),
      onEvent: (name, detail) => send(child, name, detail),
    })
    component.instance.__nodeId__ = component.instance.$id
    component.instance.id = node.id
    component.instance.dataset = realm.adopt(node.dataset)
    const child: Child = {
      instance: component.instance,
      component,
      path: at,
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
  const send = (child: Child, name: string, detail: Loose) => {
    const { handlers, owner, id, dataset } = child.node
    const point = { id, dataset }
    const handler = typeof handlers[name] === 'string' ? owner[handlers[name]] : handlers[name]
    const event = realm.adopt({ type: name, target: point, currentTarget: point })
    event.detail = detail ?? realm.object()
    process.thread.call(`Component.${name}`, handler, owner, [event])
  }

  // One for each method, or every rendering would look like a change.
  const listenerOf = (owner: Owner, method: string) => {
    if (!owner.listeners.has(method))
      owner.listeners.set(method, owner.instance[method]?.bind(owner.instance))
    return owner.listeners.get(method)
  }
  // Where components get their listeners as properties, `onTap` is a function there.
  const functionsOf = (owner: Owner, handlers: Record<string, Loose>) => {
    const functions: Record<string, Loose> = {}
    if (!spec.separateProps) return functions
    for (const name of Object.keys(handlers)) {
      const property = `on${name[0].toUpperCase()}${name.slice(1)}`
      functions[property] = listenerOf(owner, handlers[name])
    }
    return functions
  }

  const element = (owner: Owner, at: TemplateElement, scope: Loose, parent: ViewNode, key: string) => {
    const { properties, ...node } = attributesOf(process, at, scope)
    const shown: ViewNode = { ...node, tag: at.tag, owner: owner.instance, parent, children: [], text: '' }
    if (at.tag !== 'block' && at.tag !== 'slot') parent.children.push(shown)
    const inner = at.tag === 'block' || at.tag === 'slot' ? parent : shown
    if (source.components(owner.path)[at.tag]) {
      const child = slot(owner, key, at.tag, { ...properties, ...functionsOf(owner, node.handlers) }, shown)
      seen.add(child)
      const template = source.template(child.path)
      if (template !== undefined)
        list(child, parseTemplate(template).children, child.component.scope(), shown, '')
    }
    list(owner, at.children, scope, inner, key)
  }
  const list = (owner: Owner, nodes: TemplateNode[], scope: Loose, parent: ViewNode, key: string) => {
    const { prefix } = spec.template
    let taken = false
    for (const node of nodes) {
      if (typeof node === 'string') {
        parent.text += String(evaluate(node, scope) ?? '').trim()
        continue
      }
      const { [`${prefix}if`]: first, [`${prefix}elif`]: other, [`${prefix}else`]: last } = node.attributes
      const condition = first ?? other
      if (first !== undefined) taken = false
      else if ((other !== undefined || last !== undefined) && taken) continue
      // The loop comes first: its condition is asked for each item.
      for (const [inner, item] of loopOf(node, prefix, scope)) {
        if (condition !== undefined && !evaluateDirective(condition, inner)) continue
        taken = true
        element(owner, node, inner, parent, `${key}/${node.id}${item === undefined ? '' : `[${item}]`}`)
      }
    }
  }
  const sweep = (owner: Owner) => {
    for (const [key, child] of owner.children) {
      if (seen.has(child)) sweep(child)
      else {
        remove(child)
        owner.children.delete(key)
      }
    }
  }
  const remove = (child: Child) => {
    for (const inner of child.children.values()) remove(inner)
    child.component.leave()
  }
  const each = (owner: Owner, visit: (child: Child) => void) => {
    for (const child of owner.children.values()) {
      each(child, visit)
      visit(child)
    }
  }

  const view: View = {
    update() {
      again = true
      if (rendering) return
      rendering = true
      // A component that sets data while it is made asks for another round.
      for (let round = 0; again && round < 20; round++) {
        again = false
        seen = new Set()
        root = rootNode(instance)
        list(page, parseTemplate(own).children, instance.data, root, '')
        sweep(page)
      }
      rendering = false
    },
    ready() {
      isReady = true
      each(page, (child) => child.component.ready())
    },
    destroy: () => page.children.forEach(remove),
    tree() {
      view.update()
      return root
    },
  }
  return view
}

const rootNode = (owner: Loose): ViewNode => ({
  tag: 'page',
  id: '',
  classes: [],
  dataset: {},
  handlers: {},
  owner,
  children: [],
  text: '',
})
