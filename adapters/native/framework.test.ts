import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AppEvent, FrameworkError, PageEvent } from '../../core/index.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any, type Undo } from '../../core/internal/guard.ts'
import { nativeFramework } from './framework.ts'

const NAMES = ['App', 'Page', 'Component'] as const
type Name = (typeof NAMES)[number]

/** What the platform was given, and what it returns. */
let registered: { name: Name; self: unknown; args: Any[]; options: Any }[] = []
let originals: Record<Name, (...args: Any[]) => unknown>
const free = globalThis as unknown as Record<Name, Any>

beforeEach(() => {
  registered = []
  originals = {} as typeof originals
  for (const name of NAMES) {
    originals[name] = function (this: unknown, ...args: Any[]) {
      registered.push({ name, self: this, args, options: args[0] })
      return 'result of ' + name
    }
    vi.stubGlobal(name, originals[name])
  }
})
afterEach(() => {
  for (const name of NAMES) Reflect.deleteProperty(free, name)
  vi.unstubAllGlobals()
})

function start() {
  const diag = createDiag(false, {})
  const framework = nativeFramework({ guard: createGuard(diag) })
  const pages: PageEvent[] = []
  const apps: AppEvent[] = []
  const errors: FrameworkError[] = []
  const undos: Undo[] = [
    framework.observePages((event) => void pages.push(event)),
    framework.observeApp!((event) => void apps.push(event)),
    framework.observeErrors((event) => void errors.push(event)),
  ]
  return { diag, framework, pages, apps, errors, undo: () => undos.forEach((undo) => undo()) }
}

function last() {
  return registered[registered.length - 1].options
}

function pageOf(options: Any, route = 'pages/a') {
  return Object.assign(Object.create(options), { route })
}

function componentOf(options: Any, route?: string) {
  return Object.assign(Object.create(options.methods), { route })
}

describe('what the app sees', () => {
  test.each(NAMES)('%s: this, all arguments and the result pass', (name) => {
    start()
    const self = {}
    expect(free[name].call(self, {}, 'second')).toBe('result of ' + name)
    expect(registered[0].self).toBe(self)
    expect(registered[0].args[1]).toBe('second')
  })

  test.each(NAMES)('%s: what it throws passes', (name) => {
    vi.stubGlobal(name, () => {
      throw new RangeError('the platform does not like it')
    })
    start()
    expect(() => free[name]({})).toThrow(RangeError)
  })

  test.each(NAMES)('%s: odd arguments arrive as they are', (name) => {
    start()
    for (const args of [[], [undefined], [null], [5], ['x']]) {
      free[name](...args)
      expect(registered[registered.length - 1].args).toEqual(args)
    }
  })

  test('its options are not written to, frozen ones neither', () => {
    start()
    const make = () => {
      const options = { data: { a: 1 }, onLoad() {}, methods: { onLoad() {}, tap() {} }, behaviors: [] }
      Object.values(options).forEach(Object.freeze)
      return Object.freeze(options)
    }
    for (const name of NAMES) {
      const options = make()
      const before = { ...options, methods: { ...options.methods } }
      free[name](options)
      expect({ ...options, methods: { ...options.methods } }).toEqual(before)
      expect(last()).not.toBe(options)
      expect(last().data).toBe(options.data)
    }
  })

  test('members, symbols and prototype of its options arrive', () => {
    start()
    const key = Symbol('s')
    class Base {
      onLoad() {
        return 'inherited'
      }
    }
    free.Page(Object.assign(new Base(), { [key]: 1, custom: 2, onPullDownRefresh() {} }))
    const options = last()
    expect(options).toBeInstanceOf(Base)
    expect([options[key], options.custom, typeof options.onPullDownRefresh]).toEqual([1, 2, 'function'])
    expect(pageOf(options).onLoad()).toBe('inherited')
  })

  test('no hook is added that switches something on', () => {
    start()
    free.Page({})
    expect(Object.keys(last()).sort()).toEqual(['onHide', 'onLoad', 'onReady', 'onShow', 'onUnload'])
    free.App({})
    expect(Object.keys(last()).sort()).toEqual(['onError', 'onLaunch', 'onShow', 'onUnhandledRejection'])
  })

  test.each<[Name, string]>([
    ['App', 'onLaunch'],
    ['App', 'onShow'],
    ['App', 'onError'],
    ['App', 'onUnhandledRejection'],
    ['Page', 'onLoad'],
    ['Page', 'onShow'],
    ['Page', 'onReady'],
    ['Page', 'onHide'],
    ['Page', 'onUnload'],
    ['Component', 'onLoad'],
    ['Component', 'onReady'],
  ])('%s.%s: this, arguments, result and exception are the app’s own', (name, hook) => {
    start()
    const seen: unknown[] = []
    const result = {}
    const error = new Error('mine')
    const own = function (this: unknown, ...args: unknown[]) {
      seen.push(this, ...args)
      if (args[0] === 'throw') throw error
      return result
    }
    free[name](name === 'Component' ? { methods: { [hook]: own } } : { [hook]: own })
    const options = name === 'Component' ? last().methods : last()
    const self = pageOf(options)
    expect(self[hook]('a', { b: 1 }, 'c')).toBe(result)
    expect(seen).toEqual([self, 'a', { b: 1 }, 'c'])
    expect(() => self[hook]('throw')).toThrow(error)
  })

  test.each([5, 'x', null, {}])('a hook that is no function (%j) stays what it is', (odd) => {
    start()
    free.Page({ onLoad: odd })
    expect(last().onLoad).toBe(odd)
  })

  test.each([5, 'x', null])('methods that are none (%j) stay what they are', (methods) => {
    start()
    free.Component({ methods })
    expect(last().methods).toBe(methods)
  })

  test('options that throw when they are read are handed on', () => {
    const t = start()
    const options = {
      get onLoad() {
        throw new Error('no')
      },
    }
    free.Page(options)
    expect(last()).toBe(options)
    expect(t.diag.errors).toHaveLength(1)
  })

  test('a page object that throws when its route is read harms nobody', () => {
    const t = start()
    free.Page({ onLoad: () => 'fine' })
    const page = Object.defineProperty(Object.create(last()), 'route', {
      get() {
        throw new Error('no')
      },
    })
    expect(page.onLoad()).toBe('fine')
    expect(t.pages).toEqual([])
  })

  test('members that hang on the constructors are there', () => {
    vi.stubGlobal('Page', Object.assign(originals.Page, { After: () => 1 }))
    start()
    expect(free.Page.After()).toBe(1)
  })
})

describe('pages', () => {
  test('tell their phases, path and instance', () => {
    const t = start()
    free.Page({})
    const page = pageOf(last(), '/pages/a?id=1')
    for (const hook of ['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload']) page[hook]()
    expect(t.pages).toEqual(
      ['load', 'show', 'ready', 'hide', 'unload'].map((phase) => ({ phase, path: 'pages/a', page })),
    )
  })

  test('older base libraries call the route otherwise', () => {
    const t = start()
    free.Page({})
    Object.assign(Object.create(last()), { __route__: 'pages/old' }).onLoad()
    expect(t.pages[0].path).toBe('pages/old')
  })

  test('made with Component() count, components do not', () => {
    const t = start()
    free.Component({ methods: { onLoad() {} } })
    componentOf(last(), 'pages/c').onLoad()
    componentOf(last(), 'pages/c').onReady()
    componentOf(last()).onLoad()
    expect(t.pages.map((p) => [p.phase, p.path])).toEqual([
      ['load', 'pages/c'],
      ['ready', 'pages/c'],
    ])
  })

  test('what a behavior brings is not overridden by an added hook', () => {
    start()
    const behavior = {}
    free.Component({ behaviors: [behavior], methods: { onLoad() {} } })
    expect(Object.keys(last().methods)).toEqual(['onLoad'])
    free.Page({ behaviors: [behavior], onShow() {} })
    expect(Object.keys(last()).sort()).toEqual(['behaviors', 'onShow'])
  })
})

describe('the app', () => {
  test('tells launch and show', () => {
    const t = start()
    free.App({})
    last().onLaunch({ path: '/pages/a?x=1' })
    last().onShow()
    expect(t.apps).toEqual([{ phase: 'launch', path: 'pages/a' }, { phase: 'show' }])
  })

  test('tells errors: one text, on Alipay with the stack apart, and rejections', () => {
    const t = start()
    free.App({})
    last().onError('MiniProgramError\nboom')
    last().onError('boom', 'at f (a.js:1:1)')
    last().onUnhandledRejection({ reason: 'late', promise: {} })
    last().onUnhandledRejection()
    expect(t.errors).toEqual([
      { error: 'MiniProgramError\nboom', source: 'App.onError' },
      { error: { message: 'boom', stack: 'at f (a.js:1:1)' }, source: 'App.onError' },
      { error: 'late', source: 'App.onUnhandledRejection', type: 'promise' },
      { error: undefined, source: 'App.onUnhandledRejection', type: 'promise' },
    ])
  })

  test('a listener of ours that throws harms neither the app nor another listener', () => {
    const t = start()
    t.framework.observeApp!(() => {
      throw new Error('no')
    })
    free.App({ onLaunch: () => 'fine' })
    expect(last().onLaunch()).toBe('fine')
    expect(t.apps).toHaveLength(1)
    expect(t.diag.errors).toMatchObject([{ message: 'no' }])
  })
})

describe('undone', () => {
  test('the constructors are the platform’s own again', () => {
    const t = start()
    for (const name of NAMES) expect(free[name]).not.toBe(originals[name])
    t.undo()
    t.undo()
    for (const name of NAMES) expect(free[name]).toBe(originals[name])
  })

  test('not before the last observer has gone', () => {
    const t = start()
    const other = t.framework.observePages(() => {})
    t.undo()
    expect(free.Page).not.toBe(originals.Page)
    other()
    expect(free.Page).toBe(originals.Page)
  })

  test('where somebody has wrapped ours, theirs stays, and ours passes all through', () => {
    const t = start()
    const ours = free.Page
    const theirs = (options: object) => ours(options)
    free.Page = theirs
    t.undo()
    expect(free.Page).toBe(theirs)
    const options = {}
    free.Page(options)
    expect(last()).toBe(options)
  })

  test('pages that were registered before are silent; with a new observer they tell again', () => {
    const t = start()
    free.Page({ onLoad: () => 'fine' })
    const page = pageOf(last())
    t.undo()
    expect(page.onLoad()).toBe('fine')
    expect(t.pages).toEqual([])
    const again: PageEvent[] = []
    const undo = t.framework.observePages((event) => void again.push(event))
    expect(free.Page).not.toBe(originals.Page)
    page.onLoad()
    expect(again).toHaveLength(1)
    undo()
    expect(free.Page).toBe(originals.Page)
  })
})

describe('where the constructors', () => {
  test('are missing, nothing happens', () => {
    for (const name of NAMES) Reflect.deleteProperty(free, name)
    const t = start()
    expect(t.diag.errors).toEqual([])
    expect(() => t.undo()).not.toThrow()
    expect('Page' in globalThis).toBe(false)
  })

  test('are no functions, they stay', () => {
    for (const name of NAMES) vi.stubGlobal(name, {})
    const t = start()
    expect(free.Page).toEqual({})
    t.undo()
  })

  test('are read-only, the app runs on unobserved', () => {
    for (const name of NAMES)
      Object.defineProperty(free, name, { value: originals[name], writable: false, configurable: true })
    const t = start()
    for (const name of NAMES) expect(free[name]).toBe(originals[name])
    expect(() => t.undo()).not.toThrow()
  })
})
