import { TaroRootElement } from '@tarojs/runtime'
import type { Slice, UpdateEvent } from '../../core/index.ts'
import type { Clock } from '../../core/internal/clock.ts'
import { type Guard, type Undo, undoAll } from '../../core/internal/guard.ts'
import { patch, watch } from '../../core/internal/patch.ts'
import { stringify } from '../../core/internal/own.ts'
import { utf8 } from '../../core/internal/utf8.ts'
import { asFunction, type TaroPage } from './host.ts'
import { routeOf } from './path.ts'

declare const process: { env: { TARO_PLATFORM?: string } }

/** For kits with the slice `updates`: the glue tells of them. */
export const setData: Slice = (draft) => {
  const { clock, framework, guard } = draft
  // there is no setData on the web (docs/platforms/taro.md#updates), and its watch would bring all of Taro's DOM
  if (process.env.TARO_PLATFORM !== 'web')
    draft.framework = Object.assign({}, framework, {
      observeUpdates: (tell: (event: UpdateEvent) => void) => watchUpdates({ guard, clock }, tell),
    })
}

/**
 * Each `setData` of a page, by the element that is the root of it: `performUpdate` is the first moment at which its
 * page (`ctx`) is known. Custom wrappers have a `setData` of their own, which counts for no page:
 * docs/platforms/taro.md#updates
 */
export function watchUpdates(
  { guard, clock }: { guard: Guard; clock: Clock },
  tell: (event: UpdateEvent) => void,
): Undo {
  const pages: { page: TaroPage; undo: Undo }[] = []

  const watchPage = (page: TaroPage | null) => {
    if (!page || pages.some((each) => each.page === page)) return
    const path = routeOf(page)
    const { undo } = patch(
      page,
      'setData',
      (original) =>
        function (this: unknown, data: object, callback: unknown) {
          const args: unknown[] = [].slice.call(arguments)
          const own = asFunction(callback)
          guard.run('framework', () => {
            const from = clock.tick()
            const bytes = utf8(stringify(data)).length
            const keys = Object.keys(data).length
            args[1] = function (this: unknown) {
              guard.run('framework', () => tell({ path, duration: clock.tick() - from, bytes, keys }))
              return own && own.apply(this, arguments)
            }
          })
          return original.apply(this, args)
        },
    )
    pages.push({ page, undo })
    // pages that were closed are not kept from being freed
    if (pages.length > 20) pages.shift()
  }

  const undo = watch(guard, TaroRootElement.prototype, 'performUpdate', ({ ctx }) => watchPage(ctx))
  return () => undoAll(guard, [undo].concat(pages.splice(0).map((each) => each.undo)))
}
