import { undoAll, type Guard } from '../../internal/guard.ts'
import { patch } from '../../internal/patch.ts'
import type { Platform } from '../../platform.ts'
import type { Opening } from '../../view.ts'
import { listen } from './requests.ts'

/**
 * A page of a web app without a framework of ours is what its address says: another path is another page, another query
 * another visit, and whatever else the hash says is a place in the page: docs/platforms/h5.md#routes
 */
export function webRoutes(guard: Guard, currentPage: () => string): Platform['observeRoutes'] {
  return (listener) => {
    let seen = ''
    const look = (opening: Opening) => {
      const path = currentPage()
      const { hash, search } = location
      const query = search + (/^#!?\//.test(hash) ? (/\?.*/.exec(hash) || '')[0] : '')
      const before = seen
      seen = path + ' ' + query
      // a query that is replaced is what the page writes down of itself
      const isSame = opening === 'redirect' ? before.split(' ', 1)[0] === path : before === seen
      if (!isSame) listener({ phase: 'moved', path, opening })
    }
    const after = (name: string, opening: Opening) =>
      patch(
        history,
        name,
        (original) =>
          function (this: unknown) {
            const result = original.apply(this, arguments)
            guard.run('route', look, opening)
            return result
          },
      ).undo
    look('launch')
    const undos = [
      after('pushState', 'navigate'),
      after('replaceState', 'redirect'),
      listen(
        window,
        ['popstate', 'hashchange'],
        guard.wrap('route', ({ type }) => look(type === 'popstate' ? 'back' : 'navigate')),
      ),
    ]
    return () => undoAll(guard, undos)
  }
}
