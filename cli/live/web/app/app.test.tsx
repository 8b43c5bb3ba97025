// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { html, render } from './dom.ts'

test('escapes everything that is put in, attributes too', () => {
  const bad = `<img src=x onerror="alert('1')">`
  const { markup } = html`<a title="${bad}">${bad}${[html`<b></b>`, null, false, 0]}</a>`
  const box = document.createElement('div')
  box.innerHTML = markup
  expect(box.querySelector('img')).toBe(null)
  expect(box.querySelector('a')!.title).toBe(bad)
  expect(box.textContent).toBe(`${bad}0`)
})

test('keeps nodes over an update, and moves keyed ones', () => {
  const box = document.createElement('div')
  const list = (...keys: string[]) =>
    html`<h2>${keys.length}</h2>
      ${keys.map((key) => html`<p data-key="${key}">${key}</p>`)}`
  render(box, list('a', 'b', 'c'))
  const [title, a, b, c] = Array.from(box.children)
  render(box, list('c', 'x', 'a'))
  expect(box.textContent!.replace(/\s/g, '')).toBe('3cxa')
  expect([box.children[0], box.children[1], box.children[3]]).toEqual([title, c, a])
  expect(box.children[1]).toBe(c)
  expect(box.children[3]).toBe(a)
  expect(b!.isConnected).toBe(false)
})

test('brings attributes up to date, and leaves a chart’s box alone', () => {
  const box = document.createElement('div')
  render(
    box,
    html`<div class="old" title="gone"></div>
      <div data-keep data-key="chart"></div>`,
  )
  box.children[1]!.innerHTML = '<svg></svg>'
  render(
    box,
    html`<div class="new"></div>
      <div data-keep data-key="chart"></div>`,
  )
  expect(box.innerHTML.replace(/>\s+</g, '><')).toBe(
    '<div class="new"></div><div data-keep="" data-key="chart"><svg></svg></div>',
  )
})

test('a select shows the value that it is given', () => {
  const box = document.createElement('div')
  const choice = (value: string) =>
    html`<select data-value="${value}">
      <option value="">all</option>
      <option value="a">a</option>
    </select>`
  render(box, choice(''))
  render(box, choice('a'))
  expect(box.querySelector('select')!.value).toBe('a')
})
