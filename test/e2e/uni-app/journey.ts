/** Once through the sample app, on whatever it runs on: launch, navigate, load more, errors of all kinds, upload, background. */

/** What fingers and eyes can do. */
export interface Hands {
  tap(id: string): Promise<void>
  /** The tab bar's. */
  tab(path: string): Promise<void>
  back(): Promise<void>
  hide(): Promise<void>
  show(): Promise<void>
  /** Notes what is shown, once nothing is under way. */
  look(): Promise<void>
}

export async function journey(hands: Hands): Promise<void> {
  const { tap, tab, back, look } = hands
  await look()
  await tap('open-list')
  await look()
  await tap('more')
  await look()
  await tap('product-1001')
  await look()
  await tap('handler')
  await tap('reject')
  await look()
  await tap('timer')
  await tap('poster')
  await look()
  await tap('guarded')
  await look()
  await tap('broken')
  await look()
  await back()
  await look()
  await back()
  await tab('pages/cart/cart')
  await tap('checkout')
  await look()
  await tab('pages/profile/profile')
  await look()
  await tap('avatar')
  await look()
  await tap('support')
  await look()
  await tab('pages/index/index')
  await tap('open-flash')
  await look()
  await tap('back')
  await hands.hide()
  await hands.show()
  await look()
}
