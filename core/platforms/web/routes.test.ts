// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDiag } from '../../internal/diag.ts'
import { createGuard, type Undo } from '../../internal/guard.ts'
import { h5 } from '../h5.ts'
import { fakeClock } from '../../../test/fakes/clock.ts'

let undo: Undo | undefined
let told: string[]

beforeEach(() => history.replaceState(null, '', '/'))
afterEach(() => undo?.())

function observe() {
  const diag = createDiag(false, {})
  const platform = h5({ clock: fakeClock(), diag, guard: createGuard(diag) })!
  told = []
  undo = platform.observeRoutes!(({ phase, path, opening }) => told.push(`${phase} ${opening} ${path}`))
  return { told, diag }
}

function fire(type: string) {
  window.dispatchEvent(new Event(type))
}

test('the first page is told at once; the root is /', () => {
  observe()
  expect(told).toEqual(['moved launch /'])
})

test('a router that writes paths', () => {
  observe()
  history.pushState(null, '', '/shop/cart?from=home')
  history.replaceState(null, '', '/shop/pay')
  history.pushState(null, '', '/')
  fire('popstate')
  expect(told.slice(1)).toEqual(['moved navigate shop/cart', 'moved redirect shop/pay', 'moved navigate /'])
})

test('a router that writes the hash', () => {
  observe()
  for (const hash of ['#/pages/cart?id=1', '#!/pages/pay', '#/']) {
    location.hash = hash
    fire('hashchange')
  }
  expect(told.slice(1)).toEqual(['moved navigate pages/cart', 'moved navigate pages/pay', 'moved navigate /'])
})

test('another query is another visit, unless the page only writes it down; a place in the page is none', () => {
  history.replaceState(null, '', '/item?id=1')
  observe()
  history.pushState(null, '', '/item?id=2')
  history.replaceState(null, '', '/item?id=2&tab=3')
  history.pushState(null, '', '/item?id=2&tab=3#reviews')
  fire('hashchange')
  expect(told).toEqual(['moved launch item', 'moved navigate item'])
})

test('what the page calls stays as it is, and after the end nothing is told', () => {
  const { pushState } = history
  observe()
  expect(history.pushState).not.toBe(pushState)
  const odd = () => history.pushState(null, '', 'https://elsewhere.example/')
  expect(odd).toThrow()
  undo!()
  expect(history.pushState).toBe(pushState)
  told.length = 0
  history.pushState(null, '', '/later')
  fire('popstate')
  expect(told).toEqual([])
})
