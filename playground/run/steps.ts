import { pick, wholeBetween } from './random.ts'
import type { StepName } from './scenario.ts'
import { products } from './shop/catalogue.ts'
import type { Visitor } from './visitor.ts'

/** ms in the background: short of the five seconds after which the platforms put an app to sleep. */
const AWAY: [number, number] = [200, 1200]

/** ms on a page that is only looked at: long enough for it to be drawn. */
const GLANCE: [number, number] = [250, 900]

export type Steps = { readonly [name in StepName]: (visitor: Visitor) => Promise<unknown> }

const HOME = 'pages/index/index'

/** Tab bar. */
async function tab(visitor: Visitor, path: string): Promise<boolean> {
  if (visitor.path !== path) visitor.runtime.switchTab(`/${path}`)
  return visitor.until(() => visitor.path === path)
}

async function goHome(visitor: Visitor): Promise<boolean> {
  await tab(visitor, HOME)
  const isFilled = () => (visitor.data.picks as unknown[] | undefined)?.length
  if (await visitor.until(isFilled, 10_000)) return true
  visitor.runtime.tap('onPullDownRefresh')
  return visitor.until(isFilled, 10_000)
}

async function openList(visitor: Visitor): Promise<boolean> {
  if (visitor.path === 'pages/list/list') return true
  if (!(await goHome(visitor))) return false
  const { categories } = visitor.data as { categories: { id: string }[] }
  visitor.tap('onOpenCategory', { category: pick(visitor.random, categories).id })
  return visitor.until(() => visitor.path === 'pages/list/list' && !visitor.data.loading)
}

function productShown(visitor: Visitor) {
  return visitor.path === 'pages/detail/detail' && (visitor.data.product as { id: number } | null)
}

/** A product's page, opened from the home page. */
async function openProduct(visitor: Visitor, wanted = products): Promise<boolean> {
  if (!(await goHome(visitor))) return false
  visitor.tap('onOpenProduct', { id: pick(visitor.random, wanted).id })
  return visitor.until(() => productShown(visitor), 10_000)
}

/** The next product: of the list, if that is open. */
async function openNext(visitor: Visitor): Promise<boolean> {
  const items = (visitor.data.items ?? []) as { id: number }[]
  if (visitor.path !== 'pages/list/list' || !items.length) return openProduct(visitor)
  visitor.tap('onOpenProduct', { id: pick(visitor.random, items).id })
  return visitor.until(() => productShown(visitor), 10_000)
}

async function loadMore(visitor: Visitor): Promise<unknown> {
  if (!(await openList(visitor))) return false
  visitor.tap('onReachBottom')
  return visitor.until(() => !visitor.data.loading)
}

async function addToCart(visitor: Visitor): Promise<boolean> {
  if (!productShown(visitor) && !(await openProduct(visitor))) return false
  visitor.tap('onAddToCart')
  return true
}

async function checkout(visitor: Visitor): Promise<unknown> {
  await tab(visitor, 'pages/cart/cart')
  if (!(visitor.data.items as unknown[]).length) {
    if (!(await addToCart(visitor))) return false
    await tab(visitor, 'pages/cart/cart')
  }
  visitor.tap('onCheckout')
  return visitor.until(() => !visitor.data.paying)
}

async function flashSale(visitor: Visitor): Promise<unknown> {
  if (!(await goHome(visitor))) return false
  visitor.tap('onOpenFlashSale')
  if (!(await visitor.until(() => visitor.path === 'packages/promo/pages/flash/flash'))) return false
  await visitor.until(() => (visitor.data.deals as unknown[]).length, 5000)
  visitor.tap('onJoin')
  await visitor.pause(wholeBetween(visitor.random, GLANCE))
  visitor.runtime.navigateBack()
  return true
}

async function onProfile(visitor: Visitor, handler: string): Promise<void> {
  await tab(visitor, 'pages/profile/profile')
  await visitor.until(() => visitor.data.member, 5000)
  visitor.tap(handler)
}

async function onProduct(visitor: Visitor, handler: string, wanted = products): Promise<void> {
  const shown = productShown(visitor)
  const isWanted = shown && wanted.some(({ id }) => id === shown.id)
  if (isWanted || (await openProduct(visitor, wanted))) visitor.tap(handler)
}

const withoutSpecs = products.filter(({ specs }) => !specs)
const withPercent = products.filter(({ slogan }) => slogan.includes('% '))

/** What people do with the shop. None of them fails when the shop does. */
export const steps: Steps = {
  async browse(visitor) {
    await goHome(visitor)
    visitor.tap('onPullDownRefresh')
  },
  category: openList,
  loadMore,
  detail: openNext,
  addToCart,
  checkout,
  flashSale,
  upload: (visitor) => onProfile(visitor, 'onChangeAvatar'),
  download: (visitor) =>
    productShown(visitor) ? onProduct(visitor, 'onSavePoster') : onProfile(visitor, 'onDownloadInvoice'),
  async background(visitor) {
    visitor.runtime.hide()
    await visitor.pause(wholeBetween(visitor.random, AWAY))
    visitor.runtime.show()
  },
  /** The platform ends the app in the background, and its user opens it again. */
  async restart(visitor) {
    visitor.runtime.hide()
    await visitor.pause(wholeBetween(visitor.random, AWAY))
    visitor.start()
  },
  async coupon(visitor) {
    await tab(visitor, 'pages/cart/cart')
    visitor.tap('onUseCoupon')
  },
  brokenSpec: (visitor) => onProduct(visitor, 'onChooseSpec', withoutSpecs),
  brokenShare: (visitor) => onProduct(visitor, 'onShare', withPercent),
  deadLink: (visitor) => onProfile(visitor, 'onOpenHelp'),
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
