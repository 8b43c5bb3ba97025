import type { StepName } from './scenario.ts'
import type { Shop } from './shop/shop.ts'
import { steps as native, type Steps } from './steps.ts'
import type { Visitor } from './visitor.ts'

export interface Stop {
  step: StepName
  /** What the shop does to the next request of a route, so that nothing is left to chance. */
  shop?: { route: string; status?: number; latency?: number }
}

/** Once through everything that the app can do and everything that goes wrong in it, always in the same order. */
export const TOUR: readonly Stop[] = [
  { step: 'browse' },
  { step: 'category' },
  { step: 'loadMore' },
  { step: 'detail' },
  { step: 'addToCart' },
  { step: 'download' },
  { step: 'brokenSpec' },
  { step: 'brokenShare' },
  // Longer than the app waits for recommendations.
  { step: 'detail', shop: { route: 'GET /api/recommendations', latency: 1500 } },
  { step: 'checkout', shop: { route: 'POST /api/orders', status: 503 } },
  { step: 'checkout' },
  { step: 'coupon' },
  { step: 'flashSale' },
  { step: 'upload' },
  { step: 'download' },
  { step: 'deadLink' },
  { step: 'unknownPage' },
  { step: 'lostPackage' },
  { step: 'background' },
  { step: 'restart' },
]

export interface TourPlan {
  stops?: readonly Stop[]
  /** Of the app; those of the native ones unless given. */
  steps?: Steps
  /** Before each stop, and once behind the last. */
  between?: (next: Stop | undefined, visitor: Visitor) => Promise<void>
}

/** Takes a visitor whose app has been started through a tour; each step ends before the next begins. */
export async function takeTour(
  visitor: Visitor,
  shop: Shop | undefined,
  { stops = TOUR, steps = native, between }: TourPlan = {},
): Promise<void> {
  await visitor.settle()
  for (const stop of stops) {
    await between?.(stop, visitor)
    if (stop.shop) shop?.once(stop.shop.route, stop.shop)
    await steps[stop.step](visitor)
    await visitor.settle()
  }
  await between?.(undefined, visitor)
}
