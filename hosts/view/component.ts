import { applyPatch, copyData, valueAt } from './data.ts'
import { defaultOf, mergedOf, type Merged } from './definition.ts'
import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'
import { createUpdates } from './updates.ts'

export interface ComponentInstance {
  readonly instance: Loose
  /** The hooks of its life, by the platform's names; a page has its query. */
  enter(query?: Loose): void
  ready(): void
  leave(): void
  /** Runs a hook of `pageLifetimes`. */
  pageHook(name: string, ...args: Loose[]): void
  setProperties(values: Record<string, Loose>): void
  /** What its template can name. */
  scope(): Loose
}

export interface ComponentContext {
  readonly is: string
  readonly id: number
  readonly behaviors: Map<Loose, Loose>
  readonly properties?: Record<string, Loose>
  /** Makes the app's `setData` of a page visible to others (performance entries, the template). */
  onData?(instance: Loose): void
  /** An event of this component, for whoever stands above it. */
  onEvent?(name: string, detail: Loose): void
  /** A message to the nearest component above that takes it. */
  onDispatch?(name: string, value: Loose): void
}

/** An instance of a `Component()` definition, before any hook has run. */
export function createComponent(host: Host, options: Loose, context: ComponentContext): ComponentInstance {
  const { thread, realm, spec } = host
  const { separateProps, componentHooks } = spec
  const merged = mergedOf(options, context.behaviors)
  const data = realm.object()
  for (const part of merged.data) Object.assign(data, copyData(typeof part === 'function' ? part() : part))
  const props = separateProps ? realm.object() : data
  for (const key of Object.keys(merged.properties)) props[key] = defaultOf(merged.properties[key])

  let born = false
  const update = (patch: Loose) => {
    const before = { ...data }
    applyPatch(data, patch)
    observe(host, merged, instance, Object.keys(patch ?? {}), before)
    if (born) context.onData?.(instance)
  }
  const instance = realm.object({ ...merged.methods, data, properties: props, props })
  Object.assign(instance, ownFunctions(host, options, context, instance, update))

  const call = (source: string, hooks: Loose[] | undefined, args: Loose[]) => {
    for (const hook of hooks ?? []) thread.call(`Component.${source}`, hook, instance, args)
  }
  const hooks = (names: string[]) => {
    for (const name of names) call(name, merged.hooks[name], name === 'deriveDataFromProps' ? [props] : [])
  }
  const setProps = (values: Record<string, Loose>) => {
    const before = { ...props }
    Object.assign(props, values)
    if (!born) return
    call('deriveDataFromProps', merged.hooks.deriveDataFromProps, [props])
    call('didUpdate', merged.hooks.didUpdate, [before, data])
  }
  const setProperties = (values: Record<string, Loose>) => {
    if (separateProps) return setProps(values)
    const known = Object.keys(values).filter((key) => key in merged.properties)
    if (known.length) update(Object.fromEntries(known.map((key) => [key, values[key]])))
  }
  if (context.properties) setProperties(context.properties)
  born = true
  return {
    instance,
    enter(query) {
      if (query) for (const name of componentHooks.page) call(name, merged.hooks[name], [query])
      hooks(componentHooks.enter)
    },
    ready: () => hooks(componentHooks.ready),
    leave: () => hooks(componentHooks.leave),
    scope: () => (separateProps ? { ...props, ...data } : data),
    pageHook: (name, ...args) => call(`pageLifetimes.${name}`, merged.pageHooks[name], args),
    setProperties,
  }
}

/** Observers of fields, then those of properties. */
function observe(
  { thread }: Host,
  merged: Merged,
  instance: Loose,
  keys: string[],
  before: Record<string, Loose>,
): void {
  const { data } = instance
  const heads = keys.map((key) => key.split(/[.[]/)[0])
  const touched = (path: string) => path === '**' || heads.includes(path.split(/[.[]/)[0])
  const call = (observer: Loose, args: Loose[]) => thread.call('Component.observer', observer, instance, args)
  for (const [paths, observer] of merged.observers)
    if (paths.some(touched)) call(observer, paths.map((path) => valueAt(data, path.replace('.**', '')))) // prettier-ignore
  for (const key of keys) {
    const observer = merged.properties[key]?.observer
    if (observer && before[key] !== data[key])
      call(typeof observer === 'string' ? instance[observer] : observer, [data[key], before[key]])
  }
}

/** What the platform puts on every instance. */
function ownFunctions(
  host: Host,
  options: Loose,
  context: ComponentContext,
  instance: Loose,
  update: (patch: Loose) => void,
): Record<string, Loose> {
  const { thread, realm, timings } = host
  const trigger = (name: string, detail?: Loose) => context.onEvent?.(name, detail)
  const updates = createUpdates(host)
  return {
    is: context.is,
    id: '',
    $id: context.id,
    dataset: realm.object(),
    __wxExparserNodeId__: String(context.id),
    __webviewId__: context.id,
    // The two by which compiled uni-app code tells a page on ByteDance: docs/platforms/uni-app.md#marks
    __nodeId__: 0,
    setData(patch: Loose, callback?: Loose) {
      if (!thread.alive) return
      const done = updates.begin(patch)
      update(patch)
      done()
      if (callback) thread.after(timings.render, () => thread.call('setData', callback, instance))
    },
    ...updates.functions,
    groupSetData: (callback: Loose) => thread.call('groupSetData', callback, instance),
    $batchedUpdates: (callback: Loose) => thread.call('$batchedUpdates', callback, instance),
    triggerEvent: trigger,
    // The same on JD: docs/platforms/uni-app.md#marks
    _triggerEvent: trigger,
    ...(host.spec.messages && {
      methods: options.methods ?? realm.object(),
      messages: options.messages,
      dispatch: (name: string, value: Loose) => context.onDispatch?.(name, value),
    }),
    selectComponent: () => null,
    selectAllComponents: () => realm.adopt([]),
    createSelectorQuery: () => host.api.createSelectorQuery?.(),
    createIntersectionObserver: () => intersectionObserver(host),
    getPageId: () => `pageId:${context.id}`,
    hasBehavior: (behavior: Loose) => (options.behaviors ?? []).includes(behavior),
  }
}

function intersectionObserver(host: Host): Loose {
  const observer = host.realm.object({
    relativeTo: () => observer,
    relativeToViewport: () => observer,
    observe() {},
    disconnect() {},
  })
  return observer
}
