import { wholeBetween } from './random.ts'
import type { Steps } from './steps.ts'
import type { Visitor } from './visitor.ts'

/** ms in the background, and on a page that is only looked at; see steps.ts. */
const AWAY: [number, number] = [200, 1200]
const GLANCE: [number, number] = [250, 900]

const HOME = 'pages/index/index'
const LIST = 'pages/list/list'
const DETAIL = 'pages/detail/detail'

/** Touches an element once it is there; false if it does not come in time. */
function press(visitor: Visitor, target: string, ms = 5000): Promise<boolean> {
  return visitor.until(() => {
    try {
      visitor.runtime.tap(target)
      return true
    } catch (error) {
      if (/nothing to tap/.test((error as Error).message)) return false
      throw error
    }
  }, ms)
}

function arrive(visitor: Visitor, path: string) {
  return visitor.until(() => visitor.path === path)
}

async function tab(visitor: Visitor, path: string): Promise<boolean> {
  if (visitor.path !== path) visitor.runtime.switchTab(`/${path}`)
  return arrive(visitor, path)
}

async function openList(visitor: Visitor): Promise<boolean> {
  if (visitor.path === LIST) return true
  await tab(visitor, HOME)
  return (await press(visitor, '#open-list')) && arrive(visitor, LIST)
}

async function openProduct(visitor: Visitor): Promise<boolean> {
  if (visitor.path === DETAIL) return true
  return (await openList(visitor)) && (await press(visitor, '.product')) && arrive(visitor, DETAIL)
}

function onProduct(target: string) {
  return async (visitor: Visitor) => {
    if (await openProduct(visitor)) await press(visitor, target)
  }
}

function onTab(path: string, target: string) {
  return async (visitor: Visitor) => {
    await tab(visitor, path)
    await press(visitor, target)
  }
}

/** The same as steps.ts for the apps of frameworks: their pages are known by what they show. */
export const frameworkSteps: Steps = {
  browse: (visitor) => tab(visitor, HOME),
  category: openList,
  async loadMore(visitor) {
    if (await openList(visitor)) await press(visitor, '#more')
  },
  async detail(visitor) {
    if (visitor.path === DETAIL) visitor.runtime.navigateBack()
    await openProduct(visitor)
  },
  addToCart: (visitor) => tab(visitor, 'pages/cart/cart'),
  checkout: onTab('pages/cart/cart', '#checkout'),
  async flashSale(visitor) {
    await tab(visitor, HOME)
    if (!(await press(visitor, '#open-flash'))) return
    await arrive(visitor, 'packages/promo/pages/flash/flash')
    await visitor.pause(wholeBetween(visitor.random, GLANCE))
    visitor.runtime.navigateBack()
  },
  upload: onTab('pages/profile/profile', '#avatar'),
  download: (visitor) => tab(visitor, 'pages/profile/profile'),
  async background(visitor) {
    visitor.runtime.hide()
    await visitor.pause(wholeBetween(visitor.random, AWAY))
    visitor.runtime.show()
  },
  async restart(visitor) {
    visitor.runtime.hide()
    await visitor.pause(wholeBetween(visitor.random, AWAY))
    visitor.start()
  },
  coupon: onProduct('#reject'),
  brokenSpec: onProduct('#broken'),
  brokenShare: onProduct('#handler'),
  async deadLink(visitor) {
    visitor.runtime.navigateTo('/pages/help/help')
  },
  async unknownPage(visitor) {
    visitor.runtime.openUnknownPage('pages/sale/spring-2023', { from: 'poster' })
  },
  /** Code that a page asks for on demand does not come. */
  async lostPackage(visitor) {
    visitor.runtime.emit('LazyLoadError', {
      type: 'subpackage',
      subpackage: ['packages/promo'],
      errMsg: 'loadSubpackage:fail timeout',
    })
  },
}
