import { TaroRootElement } from '@tarojs/runtime'
import type { UpdateEvent } from '../../core/index.ts'
import { systemClock } from '../../core/internal/clock.ts'
import { type Any, type Guard, type Undo } from '../../core/internal/guard.ts'
import { patch } from '../../core/internal/patch.ts'
import { pagePath } from './path.ts'

/**
 * Each `setData` of a page, by the element that is the root of it: `performUpdate` is the first moment at which its
 * page (`ctx`) is known. Custom wrappers have a `setData` of their own, which counts for no page.
 */
export function watchUpdates(guard: Guard, tell: (event: UpdateEvent) => void): Undo {
  const { tick } = systemClock()
  const pages: { page: Any; undo: Undo }[] = []

  const watch = (page: Any) => {
    if (!page || pages.some((each) => each.page === page)) return
    const { undo } = patch(
      page,
      'setData',
      (original) =>
        function (this: Any, data: Any, callback: Any) {
          const args = [].slice.call(arguments) as Any[]
          guard.run('framework', () => {
            const from = tick()
            const bytes = utf8Length(JSON.stringify(data))
            const keys = Object.keys(data).length
            args[1] = function (this: unknown) {
              guard.run('framework', () => tell({ path, duration: tick() - from, bytes, keys }))
              return typeof callback === 'function' ? callback.apply(this, arguments) : undefined
            }
          })
          return original.apply(this, args)
        },
    )
    const path = pagePath(page.route || page.__route__ || page.$taroPath)
    pages.push({ page, undo })
    // pages that were closed are not kept from being freed
    if (pages.length > 20) pages.shift()
  }

  const updating = patch(
    TaroRootElement.prototype,
    'performUpdate',
    (original) =>
      function (this: Any) {
        guard.run('framework', () => watch(this.ctx))
        return original.apply(this, arguments as Any)
      },
  )
  return () => {
    updating.undo()
    pages.splice(0).forEach(({ undo }) => guard.run('undo', undo))
  }
}

/** Without making the bytes: half of a surrogate pair counts two. */
function utf8Length(text: string): number {
  const number = (pattern: RegExp) => (text.match(pattern) || []).length
  return text.length + number(/[\u0080-\uffff]/g) + number(/[\u0800-\ud7ff\ue000-\uffff]/g)
}
