import type { Definition, Registry } from '../code/registry.ts'
import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { ViewSource } from '../view/children.ts'
import { createComponent, type ComponentInstance } from '../view/component.ts'
import { applyPatch, copyData } from '../view/data.ts'
import { createUpdates } from '../view/updates.ts'
import { createView, type View } from '../view/view.ts'

/** A page on the stack. */
export interface OpenPage {
  readonly path: string
  readonly query: Record<string, string>
  readonly id: number
  /** What `getCurrentPages()` gives. */
  readonly instance: Loose
  readonly component?: ComponentInstance
  /** Where its template can be interpreted. */
  readonly view?: View
  /** Runs what comes before the page is ready. */
  enter(): void
  show(): void
  hide(): void
  ready(): void
  unload(): void
  readonly open: boolean
}

/** Where a page is, and which one of those that were opened. */
interface Place {
  path: string
  query: Record<string, string>
  id: number
}

export function openPage(
  host: Host,
  registry: Registry,
  definition: Definition,
  at: Place,
  source: ViewSource,
): OpenPage {
  const { realm, spec } = host
  // Without components the tree is made when somebody looks at it.
  const lazy = Object.keys(source.components(at.path)).length === 0
  let shown = false
  const onData = () => {
    if (shown && !lazy) view?.update()
  }
  const component =
    definition.kind === 'component' ? pageComponent(host, registry, definition, at, onData) : undefined
  const instance = component?.instance ?? pageInstance(host, definition.options, onData)
  instance.route = instance.__route__ = at.path
  const query = realm.object(at.query)
  instance.options = query
  instance.__webviewId__ = instance.__wxWebviewId__ = at.id
  if (component && spec.messages) instance.pageinstance = instance
  instance.getPageId = () => `pageId:${at.id}`
  const view = createView(host, registry, source, instance, at.path)
  const render = () => {
    shown = true
    onData()
  }
  return livingPage(host, definition.kind, { ...at, instance, component, view }, query, render)
}

type PageParts = Pick<OpenPage, 'path' | 'query' | 'id' | 'instance' | 'component' | 'view'>

/** Life-cycle: Page() hooks, or those in `methods` of a Component(). `render`: the first time that it is shown. */
function livingPage(
  host: Host,
  kind: Definition['kind'],
  parts: PageParts,
  query: Loose,
  render: () => void,
): OpenPage {
  const { thread, spec } = host
  const { instance, component, view } = parts
  let visible = false
  let open = true
  const hook = (name: string, ...args: Loose[]) => thread.call(`Page.${name}`, instance[name], instance, args)
  const setVisible = (value: boolean) => {
    if (visible === value) return
    visible = value
    component?.pageHook(value ? 'show' : 'hide')
    hook(value ? 'onShow' : 'onHide')
  }
  return {
    ...parts,
    enter() {
      component?.enter(query)
      if (component) render()
      for (const name of spec.pageHooks[kind]) {
        if (name === 'onShow') setVisible(true)
        else hook(name, query)
        if (name === 'onLoad' && !component) render()
      }
    },
    show: () => setVisible(true),
    hide: () => setVisible(false),
    ready() {
      view?.ready()
      component?.ready()
      hook('onReady')
    },
    unload() {
      open = visible = false
      hook('onUnload')
      view?.destroy()
      component?.leave()
    },
    get open() {
      return open
    },
  }
}

/** A `Component()` that is a page: its properties are the query: docs/platforms/wechat.md#component-pages */
function pageComponent(
  host: Host,
  { behaviors }: Registry,
  { options }: Definition,
  { path, id, query }: Place,
  onData: () => void,
): ComponentInstance {
  return createComponent(host, options, { is: path, id, behaviors, properties: query, onData })
}

/** An instance of a `Page()` definition: everything that the app gave, and the page's own functions. */
function pageInstance(host: Host, options: Loose, onData: () => void): Loose {
  const { realm, thread } = host
  const instance = realm.object()
  for (const key in options) instance[key] = options[key]
  const initial = typeof options.data === 'function' ? options.data() : options.data
  instance.data = copyData(initial) ?? realm.object()
  const updates = createUpdates(host)
  Object.assign(instance, updates.functions)
  instance.setData = (patch: Loose, callback?: Loose) => {
    if (!thread.alive) return
    const done = updates.begin(patch)
    applyPatch(instance.data, patch)
    onData()
    done()
    // Always asynchronous: the callback waits for the view: docs/platforms/wechat.md#set-data
    if (callback) thread.after(host.timings.render, () => thread.call('setData', callback, instance))
  }
  instance.$spliceData = (patch: Loose, callback?: Loose) => {
    for (const key of Object.keys(patch ?? {})) instance.data[key]?.splice?.(...patch[key])
    instance.setData(realm.object(), callback)
  }
  instance.$batchedUpdates = (callback: Loose) => thread.call('$batchedUpdates', callback, instance)
  instance.selectComponent = () => null
  instance.selectAllComponents = () => realm.adopt([])
  instance.createSelectorQuery = () => host.api.createSelectorQuery?.()
  return instance
}
