import { attributesOf, loopOf } from './bindings.ts'
import type { Host } from '../host.ts'
import type { Registry } from '../code/registry.ts'
import {
  evaluate,
  evaluateDirective,
  isComposed,
  parseTemplate,
  type TemplateElement,
  type TemplateNode,
} from './template.ts'
import type { Loose } from '../loose.ts'
import {
  createChild,
  listenersOf,
  readyInside,
  remove,
  renew,
  sweep,
  type Owner,
  type Rendering,
  type ViewNode,
  type ViewSource,
} from './children.ts'

export interface View {
  /** Renders again; makes and removes instances of components. */
  update(): void
  /** The page is ready: so are the components on it. */
  ready(): void
  destroy(): void
  /** The shown tree, up to date. */
  tree(): ViewNode
}

/** The view of a page, if its template can be interpreted. */
export function createView(
  host: Host,
  registry: Registry,
  source: ViewSource,
  instance: Loose,
  path: string,
): View | undefined {
  const own = source.template(path)
  if (own === undefined || isComposed(parseTemplate(own))) return undefined
  const page: Owner = { instance, path, children: new Map(), listeners: new Map() }
  let busy = false
  let again = false
  let root = rootNode(instance)

  const update = () => {
    again = true
    if (busy) return
    busy = true
    // A component that sets data while it is made asks for another round.
    for (let round = 0; again && round < 20; round++) {
      again = false
      rendering.seen = new Set()
      root = rootNode(instance)
      renderList(rendering, page, parseTemplate(own).children, instance.data, root, '')
      sweep(rendering, page)
    }
    busy = false
  }
  const rendering: Rendering = { host, registry, source, seen: new Set(), isReady: false, update }
  return {
    update,
    ready() {
      rendering.isReady = true
      readyInside(page)
    },
    destroy: () => page.children.forEach(remove),
    tree() {
      update()
      return root
    },
  }
}

function rootNode(owner: Loose): ViewNode {
  return {
    tag: 'page',
    id: '',
    classes: [],
    dataset: {},
    handlers: {},
    owner,
    children: [],
    text: '',
  }
}

function renderList(
  rendering: Rendering,
  owner: Owner,
  nodes: TemplateNode[],
  scope: Loose,
  parent: ViewNode,
  key: string,
): void {
  const { prefix } = rendering.host.spec.template
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
      const at = item === undefined ? '' : `[${item}]`
      renderElement(rendering, owner, node, inner, parent, `${key}/${node.id}${at}`)
    }
  }
}

function renderElement(
  rendering: Rendering,
  owner: Owner,
  at: TemplateElement,
  scope: Loose,
  parent: ViewNode,
  key: string,
): void {
  const { host, source } = rendering
  const { properties, ...node } = attributesOf(host, at, scope)
  const shown: ViewNode = { ...node, tag: at.tag, owner: owner.instance, parent, children: [], text: '' }
  const isGroup = at.tag === 'block' || at.tag === 'slot'
  if (!isGroup) parent.children.push(shown)
  const path = source.components(owner.path)[at.tag]
  if (path) {
    if (host.spec.separateProps) Object.assign(properties, listenersOf(owner, node.handlers))
    const child = owner.children.get(key) ?? createChild(rendering, owner, key, path, properties, shown)
    rendering.seen.add(child)
    renew(child, properties, shown)
    const template = source.template(path)
    if (template === undefined) return
    const slots = new Set<string>()
    renderList(
      { ...rendering, slots },
      child,
      parseTemplate(template).children,
      child.component.scope(),
      shown,
      '',
    )
    // What stands between its tags is shown where the component has a slot for it at this moment.
    const children = at.children.filter((each) => slots.has(slotOf(each, scope)))
    return renderList(rendering, owner, children, scope, shown, key)
  }
  if (at.tag === 'slot') rendering.slots?.add(String(properties.name ?? ''))
  renderList(rendering, owner, at.children, scope, isGroup ? parent : shown, key)
}

function slotOf(node: TemplateNode, scope: Loose): string {
  return typeof node === 'string' ? '' : String(evaluate(node.attributes.slot ?? '', scope) ?? '')
}

/** A tree as text, one line an element: what a test compares. */
export function outlineOf(node: ViewNode | undefined, indent = ''): string {
  if (!node) return ''
  const { tag, id, classes, text, children } = node
  const names = [tag, ...(id ? [`#${id}`] : []), ...classes.filter(Boolean).map((each) => `.${each}`)]
  const line = `${indent}${names.join('')}${text ? ` ${text}` : ''}`
  return [line, ...children.map((child) => outlineOf(child, `${indent}  `))].join('\n')
}
