/** A hand and an eye on the sample shop, in whatever it runs. */
export interface Hand {
  tap(id: string): Promise<void>
  /** How many elements with this id, or of this class (`.product`), are on the page in front. */
  count(what: string): Promise<number>
  path(): Promise<string>
  tab(path: string): Promise<void>
  back(): Promise<void>
  hide(): Promise<void>
  show(): Promise<void>
  /** Until nothing is under way. */
  settle(): Promise<void>
  /** What is shown, as text that can be compared. */
  tree(): Promise<string>
}

const LIST = 'pages/list/list'
const DETAIL = 'pages/detail/detail'

/** Once through the shop, and through all that goes wrong in it. Gives what was shown after each step. */
export async function takeJourney(hand: Hand): Promise<string[]> {
  const shown: string[] = []
  const until = async (what: string, reached: () => Promise<boolean>) => {
    const end = performance.now() + 15_000
    while (!(await reached())) {
      if (performance.now() > end) throw new Error(`${what}: not within 15 s; on ${await hand.path()}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const see = (what: string, number = 1) => until(what, async () => (await hand.count(what)) === number)
  const on = (path: string) => until(path, async () => (await hand.path()) === path)
  const look = async () => {
    await hand.settle()
    shown.push(`${await hand.path()}\n${await hand.tree()}`)
  }

  await see('#categories')
  await look()
  await hand.tap('open-list')
  await on(LIST)
  await see('.product', 8)
  await hand.tap('more')
  await see('.product', 16)
  await look()
  await hand.tap('product-0')
  await on(DETAIL)
  await see('#product')
  await hand.tap('handler')
  await hand.tap('reject')
  await look()
  await hand.tap('broken')
  await look()
  await hand.back()
  await on(LIST)
  await see('#more')
  await hand.settle()
  await hand.back()
  await on('pages/index/index')
  await see('#open-list')
  await look()
  await hand.tab('pages/cart/cart')
  await see('#checkout')
  await hand.tap('checkout')
  await see('#form-error')
  await look()
  await hand.tab('pages/profile/profile')
  await see('#member')
  await hand.tap('avatar')
  await see('#avatar-status')
  await look()
  await hand.tab('pages/index/index')
  await see('#open-flash')
  await hand.tap('open-flash')
  await on('packages/promo/pages/flash/flash')
  await see('#deals')
  await look()
  await hand.back()
  await on('pages/index/index')
  await hand.settle()
  await hand.hide()
  await hand.settle()
  await hand.show()
  await look()
  await hand.hide()
  await hand.settle()
  return shown
}
