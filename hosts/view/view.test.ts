import { expect, test } from 'vitest'
import { fakeDevice } from '../index.ts'

function json(value: unknown) {
  return JSON.stringify(value)
}

function seen(runtime: { globals: { seen: unknown[] } }) {
  return [...runtime.globals.seen.splice(0)]
}

test('elements are tapped by id, class or text, and events rise to whoever listens', async () => {
  const { device, clock } = fakeDevice('wechat')
  const runtime = device.start({
    files: {
      'app.json': json({ pages: ['index'] }),
      'app.js': `global.seen = []; App({})`,
      'index.js': `Page({ data: { list: [{ id: 1, name: 'one' }, { id: 2, name: 'two' }], open: false },
        pick(e) { seen.push(e.type, e.currentTarget.dataset.id, e.detail.x) },
        toggle() { this.setData({ open: !this.data.open }) }, close() { seen.push('closed') } })`,
      'index.wxml': `<!-- a comment --><wxs module="m">module.exports = { a: 1 > 0 }</wxs>
        <view wx:for="{{list}}" wx:key="id" data-id="{{item.id}}" bindtap="pick"><text>{{item.name}}</text></view>
        <button id="toggle" bind:tap="toggle" disabled/>
        <view wx:if="{{open}}" class="panel {{list.length > 1 ? 'wide' : ''}}" catchtap="close">open</view>
        <view wx:else>shut</view>`,
    },
  })
  runtime.launch()
  runtime.tap('two', { x: 3 })
  expect(seen(runtime)).toEqual(['tap', 2, 3])
  expect(() => runtime.tap('.panel')).toThrow('nothing to tap on index: .panel')
  runtime.tap('#toggle')
  runtime.tap('.wide')
  expect(seen(runtime)).toEqual(['closed'])
  await clock.idle()
})

const counter = {
  'counter.json': json({ component: true }),
  'counter.wxml': `<view class="plus" bindtap="plus">{{label}}: {{n}}</view>`,
  'counter.js': `Component({ behaviors: [Behavior({ data: { n: 0 }, lifetimes: { attached() { seen.push('behavior') } } })],
    properties: { label: String },
    observers: { 'label, n'(label, n) { seen.push('observed ' + label + ' ' + n) } },
    lifetimes: { attached() { seen.push('attached ' + this.data.label) }, ready() { seen.push('ready') },
      detached() { seen.push('detached ' + this.data.label) } },
    methods: { plus() { this.setData({ n: this.data.n + 1 }); this.triggerEvent('counted', { n: this.data.n }) } } })`,
}

test('components live with the page: properties, observers, events, removal', async () => {
  const { device, clock } = fakeDevice('wechat')
  const runtime = device.start({
    files: {
      ...counter,
      'app.json': json({ pages: ['index'] }),
      'app.js': `global.seen = []; App({})`,
      'index.json': json({ usingComponents: { counter: './counter' } }),
      'index.js': `Page({ data: { labels: ['a', 'b'] }, counted(e) { seen.push('counted ' + e.detail.n) } })`,
      'index.wxml': `<counter wx:for="{{labels}}" wx:key="*this" label="{{item}}" bind:counted="counted"/>`,
    },
  })
  runtime.launch()
  expect(seen(runtime)).toEqual([
    ...['observed a 0', 'behavior', 'attached a', 'observed b 0', 'behavior', 'attached b'],
  ])
  await clock.advance(50)
  expect(seen(runtime)).toEqual(['ready', 'ready'])
  runtime.tap('.plus')
  expect(seen(runtime)).toEqual(['observed a 1', 'counted 1'])
  runtime.tap('a: 1')
  expect(seen(runtime)).toEqual(['observed a 2', 'counted 2'])
  runtime.pages[0].setData({ labels: ['c'] })
  expect(seen(runtime)).toEqual(['observed c 2', 'detached b'])
  runtime.reLaunch('/index')
  expect(seen(runtime).filter((each) => String(each).startsWith('detached'))).toEqual(['detached c'])
})

test('a component finds its parent as compiled uni-app code does', () => {
  const { device } = fakeDevice('wechat')
  const runtime = device.start({
    files: {
      'app.json': json({ pages: ['index'] }),
      'app.js': `global.seen = []; App({})`,
      'child.js': `Component({ properties: { uP: null, uI: String }, lifetimes: { attached() { this.triggerEvent('__l', { child: this }) } } })`,
      'index.json': json({ usingComponents: { 'my-child': '/child' } }),
      'index.js': `Component({ lifetimes: { attached() { seen.push('page'); this.setData({ a: { n: 1 }, d: 'e0' }) } },
        methods: { __l(e) { seen.push('child', e.detail.child.data.uP.n) }, e0() { seen.push('tapped') } } })`,
      'index.wxml': `<my-child u-i="1-0" bind:__l="__l" u-p="{{a}}"/><view class="x" bindtap="{{d}}"/>`,
    },
  })
  runtime.launch()
  runtime.tap('.x')
  runtime.tap('d')
  expect(seen(runtime)).toEqual(['page', 'child', 1, 'tapped', 'tapped'])
})

test('Alipay: props, listeners among them, and didMount', () => {
  const { device } = fakeDevice('alipay')
  const runtime = device.start({
    files: {
      'app.json': json({ pages: ['index'] }),
      'app.js': `global.seen = []; App({})`,
      'child.js': `Component({ props: { label: 'none', size: 1 }, data: { own: 1 },
        didMount() { seen.push('mounted ' + this.props.label + this.props.size); this.props.onBorn({ detail: 5 }) },
        didUpdate(before) { seen.push('updated ' + before.label + ' ' + this.props.label) }, didUnmount() { seen.push('gone') },
        methods: { tapped() { seen.push('tapped ' + this.data.own) } } })`,
      'child.axml': `<view class="inner" onTap="tapped">{{label}}</view>`,
      'index.json': json({ usingComponents: { child: './child' } }),
      'index.js': `Page({ data: { name: 'x', show: true }, born(e) { seen.push('born ' + e.detail) } })`,
      'index.axml': `<child a:if="{{show}}" label="{{name}}" onBorn="born"/>`,
    },
  })
  runtime.launch()
  runtime.tap('.inner')
  runtime.pages[0].setData({ name: 'y' })
  runtime.pages[0].setData({ show: false })
  expect(seen(runtime)).toEqual(['mounted x1', 'born 5', 'tapped 1', 'updated x y', 'gone'])
})

test('Baidu: directives without braces', () => {
  const { device } = fakeDevice('baidu')
  const runtime = device.start({
    files: {
      'app.json': json({ pages: ['index'] }),
      'app.js': `global.seen = []; App({})`,
      'index.js': `Page({ data: { list: ['a', 'b'] }, pick(e) { seen.push(e.currentTarget.dataset.at) } })`,
      'index.swan': `<view s-for="name, i in list" s-if="i > 0" data-at="{{i}}" bindtap="pick">{{name}}</view>`,
    },
  })
  runtime.launch()
  runtime.tap('b')
  expect(seen(runtime)).toEqual([1])
  expect(() => runtime.tap('a')).toThrow('nothing to tap')
})

test('Baidu: a Component() page has onInit, and components send messages upwards', () => {
  const { device } = fakeDevice('baidu')
  const runtime = device.start({
    files: {
      'app.json': json({ pages: ['index'] }),
      'app.js': `global.seen = []; App({})`,
      'child.js': `Component({ lifetimes: { attached() { this.dispatch('hello', 'child') } } })`,
      'index.json': json({ usingComponents: { child: '/child' } }),
      'index.js': `Component({ messages: { hello(e) { seen.push('message ' + e.value) } },
        lifetimes: { onInit(q) { seen.push('init ' + q.a + ' ' + !!this.methods.onLoad) }, attached() { seen.push('attached ' + (this.pageinstance === getCurrentPages()[0])) } },
        methods: { onLoad() { seen.push('load') }, onShow() { seen.push('show') } } })`,
      'index.swan': `<view s-for="{{[1]}}"><child/></view>`,
    },
  })
  runtime.launch({ query: { a: '1' } })
  expect(seen(runtime)).toEqual(['init 1 true', 'attached true', 'message child', 'show', 'load'])
  expect(runtime.api.canIUse('lifecycle-2-0')).toBe(true)
})

test('Taro: nodes of its own tree, through its one handler', () => {
  const { device } = fakeDevice('wechat')
  const runtime = device.start()
  runtime.run(
    `global.seen = []
    Page({ data: { root: { cn: [{ sid: '_a', uid: 'buy', cl: 'btn main', cn: [{ v: 'Buy' }] }] } },
      eh(e) { seen.push(e.type, e.currentTarget.id, e.currentTarget.dataset.sid) } })`,
    'index.js',
  )
  runtime.launch()
  for (const target of ['#buy', '.main', 'Buy']) runtime.tap(target)
  runtime.tap('#buy', { value: 1 }, { type: 'longpress' })
  expect(seen(runtime)).toEqual([...Array(3).fill(['tap', 'buy', '_a']).flat(), 'longpress', 'buy', '_a'])
})
