import type { Context } from '../../context.ts'
import type { Instrumentation } from '../../instrumentation.ts'
import type { Any, Undo } from '../../internal/guard.ts'
import { undoAll } from '../../internal/guard.ts'
import { patch } from '../../internal/patch.ts'
import { cut } from '../../internal/utf8.ts'
import type { Trail } from '../../trail.ts'

/** Characters of a line of the console. */
const MAX_LINE = 200

const TOLD = ['warn', 'error'] as const

/**
 * Notes what no other part does: visits, the app's coming and going and, if asked for, warnings and errors on the
 * console. Requests, errors, events and logs are noted where they are seen.
 */
export function breadcrumbsInstrumentation(trail: Trail, withConsole: boolean): Instrumentation {
  return {
    name: 'breadcrumbs',
    install({ framework, guard, hooks, platform, views }) {
      const app = (what: string) => () => trail.add('app', what)
      const undos = [
        framework.observeApp &&
          framework.observeApp(({ phase }) => phase === 'launch' && trail.add('app', phase)),
        platform.on('show', app('show')),
        platform.on('hide', app('hide')),
        views &&
          views.observe({
            begin: ({ path, opening, from }) => trail.add('page', path, { opening, from: from || undefined }),
          }),
      ]
      if (withConsole) undos.push(...TOLD.map((level) => observeConsole(guard, hooks, trail, level)))
      return () => undoAll(guard, undos)
    },
  }
}

/** Texts and numbers of what is printed; objects are the app's data, and are not opened. */
function observeConsole(
  guard: Context['guard'],
  hooks: Context['hooks'],
  trail: Trail,
  level: (typeof TOLD)[number],
): Undo {
  const note = (given: Any) => {
    const words = [].slice.call(given).map(wordOf)
    // what we say ourselves, and the user's hooks, is none of the app's doing
    if (!hooks.running && String(words[0]).indexOf('[mini-monitor]'))
      trail.add('console', cut(words.join(' '), MAX_LINE), { level })
  }
  return patch(
    console,
    level,
    (original) =>
      function (this: unknown) {
        guard.run('console', note, arguments)
        return original.apply(this, arguments)
      },
  ).undo
}

function wordOf(given: unknown): string {
  if (given instanceof Error) return given.name + ': ' + given.message
  return Object(given) === given ? '…' : String(given)
}
