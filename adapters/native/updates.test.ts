import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { UpdateEvent } from '../../core/index.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any } from '../../core/internal/guard.ts'
import { fakeClock } from '../../test/fakes/clock.ts'
import { nativeFramework } from './framework.ts'
import { watchUpdates } from './updates.ts'

/** What the platform was given, oldest first. */
let set: { self: unknown; args: Any[] }[]
/** What `Page()` was given. */
let options: Any
const free = globalThis as Any

function platformPage(given: Any) {
  options = given
}

beforeEach(() => {
  set = []
  vi.stubGlobal('Page', platformPage)
  vi.stubGlobal('Component', ({ methods }: Any) => void (options = methods))
})
afterEach(() => vi.unstubAllGlobals())

function start() {
  const clock = fakeClock()
  const diag = createDiag(false, {})
  const guard = createGuard(diag)
  const told: UpdateEvent[] = []
  const undo = watchUpdates({ guard, clock }, nativeFramework({ guard }), (event) => void told.push(event))
  return { clock, diag, told, undo }
}

interface Listener {
  (told: object): void
}

/** An instance as the platform makes it; `listens`: as of WeChat 2.12. */
function open({ listens = false, members = {} as Any } = {}) {
  let listener: Listener | null = null
  const asked: Any[][] = []
  const page = Object.assign(Object.create(options), {
    route: 'pages/a',
    setData(this: unknown, ...args: Any[]) {
      set.push({ self: this, args })
      return 'set'
    },
    ...(listens && {
      setUpdatePerformanceListener(...args: Any[]) {
        asked.push(args)
        listener = args[1]
        return 'heard'
      },
    }),
    ...members,
  })
  const { setData } = page
  page.onLoad?.({})
  const ran = (from: number, to: number, more = {}) =>
    listener && listener({ pendingStartTimestamp: from, updateEndTimestamp: to, ...more })
  return { page, setData, asked, ran, hears: () => listener }
}

describe('a setData', () => {
  test('is told by its size, its keys and the time until its callback', () => {
    const t = start()
    free.Page({})
    const { page } = open()
    page.setData({ 'a.b': '珊瑚', c: 1 })
    expect(t.told).toEqual([])
    t.clock.advance(12)
    set[0].args[1]()
    const bytes = '{"a.b":"珊瑚","c":1}'.length + 4
    expect(t.told).toEqual([{ path: 'pages/a', duration: 12, bytes, keys: 2 }])
  })

  test('has its this, arguments, result and callback', () => {
    start()
    free.Page({})
    const { page } = open()
    const data = {}
    const own = vi.fn(function (this: unknown, _word: string) {
      return this
    })
    expect(page.setData(data, own, 'third')).toBe('set')
    expect(set[0].self).toBe(page)
    expect(set[0].args[0]).toBe(data)
    expect(set[0].args[2]).toBe('third')
    expect(set[0].args[1].call(page, 'word')).toBe(page)
    expect(own).toHaveBeenCalledExactlyOnceWith('word')
  })

  test('whose callback throws, throws', () => {
    const t = start()
    free.Page({})
    open().page.setData({}, () => {
      throw new RangeError('mine')
    })
    expect(() => set[0].args[1]()).toThrow(RangeError)
    expect(t.told).toHaveLength(1)
  })

  test('that is no such thing passes as it is', () => {
    const t = start()
    free.Page({})
    const { page } = open()
    const circle: Any = {}
    circle.self = circle
    for (const args of [[], [null], [circle], [{}, 'no function']]) {
      page.setData(...args)
      expect(set.pop()!.args).toEqual(args)
    }
    expect(t.told).toEqual([])
  })

  test('of a component counts for no page', () => {
    start()
    free.Component({ methods: { onLoad() {} } })
    const { page, setData } = open({ members: { route: undefined } })
    expect(page.setData).toBe(setData)
  })

  test.each(['Component', 'Page with behaviors'])(
    'of a page made with %s is told, by its callback',
    (how) => {
      const t = start()
      if (how === 'Component') free.Component({ methods: { onLoad() {} } })
      else free.Page({ behaviors: ['some'], onLoad() {} })
      // its `attached` may have set one before us
      const { page, asked } = open({ listens: true })
      expect(asked).toEqual([])
      page.setData({ a: 1 })
      set[0].args[1]()
      expect(t.told).toMatchObject([{ duration: 0, keys: 1 }])
    },
  )
})

describe('where the platform tells of the time', () => {
  test('it is asked before any code of the app, and no callback is added', () => {
    const t = start()
    const onLoad = vi.fn(function (this: Any) {
      this.setData({ loaded: true })
      return 'loaded'
    })
    free.Page({ onLoad })
    const { page, asked, ran } = open({ listens: true })
    expect(onLoad).toHaveBeenCalledExactlyOnceWith({})
    expect(onLoad).toHaveReturnedWith('loaded')
    expect(asked).toEqual([[{}, expect.any(Function)]])
    expect(set.pop()!.args).toEqual([{ loaded: true }])
    t.told.pop()
    page.setData({ a: 1 })
    expect(set[0].args).toEqual([{ a: 1 }])
    ran(1000, 1016)
    expect(t.told).toEqual([
      { path: 'pages/a', bytes: 7, keys: 1 },
      { path: 'pages/a', duration: 16 },
    ])
  })

  test('what was merged into another update has no time of its own', () => {
    const t = start()
    free.Page({})
    open({ listens: true }).ran(1000, 1016, { isMergedUpdate: true })
    expect(t.told).toEqual([])
  })

  test('the app’s own listener takes the place of ours; the time is that of the callback then', () => {
    const t = start()
    const own = vi.fn()
    const options = { withDataPaths: true }
    free.Page({
      onLoad(this: Any, query: object | undefined) {
        if (query) expect(this.setUpdatePerformanceListener(options, own)).toBe('heard')
      },
    })
    const { page, asked, hears } = open({ listens: true })
    expect(asked[1]).toEqual([options, own])
    expect(hears()).toBe(own)
    page.setData({ a: 1 })
    set[0].args[1]()
    expect(t.told).toEqual([{ path: 'pages/a', duration: 0, bytes: 7, keys: 1 }])
    // some apps load a page again by hand
    page.onLoad()
    t.undo()
    expect(hears()).toBe(own)
  })

  test('a function that throws, or tells nonsense, harms nobody', () => {
    const t = start()
    free.Page({ onLoad: () => 'fine' })
    const setUpdatePerformanceListener = () => {
      throw new Error('not before attached')
    }
    const { page } = open({ members: { setUpdatePerformanceListener } })
    expect(page.onLoad()).toBe('fine')
    page.setData({ a: 1 })
    set[0].args[1]()
    expect(t.told).toMatchObject([{ duration: 0 }])
    expect(t.diag.errors[0]).toMatchObject({ where: 'updates' })
    const { hears } = open({ listens: true })
    expect(() => hears()!(undefined as never)).not.toThrow()
  })
})

describe('undone', () => {
  test('pages have their own functions again, and no listener', () => {
    const t = start()
    free.Page({})
    const { page, setData, hears } = open({ listens: true })
    const { setUpdatePerformanceListener } = page
    t.undo()
    expect(page.setData).toBe(setData)
    expect(page.setUpdatePerformanceListener).not.toBe(setUpdatePerformanceListener)
    expect(hears()).toBe(null)
    expect(free.Page).toBe(platformPage)
    const later = open({ listens: true })
    expect(later.page.setData).toBe(later.setData)
    expect(later.asked).toEqual([])
  })

  test('a page that was closed may tell late; of many the newest are known', () => {
    const t = start()
    free.Page({})
    const closed = open()
    closed.page.setData({})
    closed.page.onUnload()
    set.pop()!.args[1]()
    expect(t.told.splice(0)).toHaveLength(1)
    const first = open()
    for (let i = 0; i < 20; i++) open()
    expect(first.page.setData).toBe(first.setData)
    // it tells again, once
    first.page.onShow()
    first.page.setData({})
    set[0].args[1]()
    expect(t.told.splice(0)).toHaveLength(1)
    t.undo()
    closed.page.setData({})
    set.pop()!.args[1]()
    expect(t.told).toEqual([])
  })
})
