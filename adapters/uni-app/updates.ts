import type { DriverEnv, Slice } from '../../core/index.ts'
import type { Any } from '../../core/internal/guard.ts'
import { stringify } from '../../core/internal/own.ts'
import { patch } from '../../core/internal/patch.ts'
import { utf8 } from '../../core/internal/utf8.ts'
import type { UniFramework } from './framework.ts'
import { currentPage, routeOf, type Tell } from './pages.ts'

type Env = Pick<DriverEnv, 'guard' | 'clock'>

/** For kits with the slice `updates`: the glue looks at what the apps that come from now on set. */
export const setData: Slice = ({ framework }) => {
  ;(framework as UniFramework).setData = updates
}

/** Options for `app.mixin`. @param heard whether setData is to be measured */
export function updates(env: Env, tell: Tell, heard: () => boolean): object {
  return {
    beforeCreate(this: Any) {
      env.guard.run('updates', () => this.$scope && heard() && watchUpdates(this, env, tell, heard))
    },
  }
}

/**
 * The platform's setData of a page or component (docs/platforms/uni-app.md#scope): how much it is given, and how long
 * until it calls back.
 */
function watchUpdates(instance: Any, { clock, guard }: Env, tell: Tell, heard: () => boolean): void {
  patch(
    instance.$scope,
    'setData',
    (original) =>
      function (this: unknown, data: Any, callback: Any) {
        if (!heard()) return original.apply(this, arguments)
        const from = clock.tick()
        return original.call(this, data, function (this: unknown) {
          guard.run('updates', () =>
            tell('update', {
              path: routeOf(instance) || currentPage(),
              duration: clock.tick() - from,
              bytes: utf8(stringify(data)).length,
              keys: Object.keys(data).length,
            }),
          )
          if (typeof callback === 'function') return callback.apply(this, arguments)
        })
      },
  )
}
