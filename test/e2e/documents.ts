/** What docs/signals.md and docs/privacy.md say of an app of a framework, against what a build of it does. */
import type { SinkRequest } from '../../cli/live/sink/index.ts'
import { FRAMEWORK_APIS } from '../../docs/data/framework-apis.ts'
import { MINI_APIS } from '../../docs/data/platform-apis.ts'
import type { FrameworkName } from '../../docs/data/signals/index.ts'
import { linesOf } from '../../docs/write/flatten.ts'
import { difference, expectedLines, type Occasion, type Place } from '../../docs/write/listed.ts'
import type { Runtime } from '../../hosts/index.ts'

/** What a test expects of both. */
export const none = { notListed: [], neverSent: [] }

/** Both ways, of a whole journey: what it sent that is not listed for there, and what is listed and it did not send. */
export function againstSignals(
  place: Place,
  requests: readonly SinkRequest[],
  had: readonly Occasion[],
  /** What may be sent or not, since a browser has a clock of its own. */
  perhaps = /$^/,
): ReturnType<typeof difference> {
  const lines = requests
    .filter(({ signal, status }) => signal && status < 300)
    .flatMap(({ method, path, headers, body }) =>
      linesOf({ kind: 'request', method, url: `https://collector.example${path}`, headers, body }),
    )
  const { notListed, neverSent } = difference(new Set(lines), expectedLines(place, had))
  return { notListed, neverSent: neverSent.filter((line) => !perhaps.test(line)) }
}

/** What became of a platform's functions. */
export interface Touched {
  called: string[]
  /** Another function stands in its place. */
  replaced: string[]
}

/** To be asked before the app runs; tells, when it is called, what has happened since. */
export function watchApi({ api, calls }: Runtime): () => Touched {
  const before = { ...api }
  return () => ({
    called: Object.keys(calls).filter((name) => calls[name]),
    replaced: Object.keys(before).filter((name) => api[name] !== before[name]),
  })
}

/** What a build with the kit calls and replaces and one without does not. */
export function touchedByKit(with_: Touched, without: Touched): Touched {
  const more = (kind: keyof Touched) => with_[kind].filter((name) => !without[kind].includes(name)).sort()
  return { called: more('called'), replaced: more('replaced') }
}

/** Functions of the platform that docs/privacy.md names for apps of this framework. */
export function namedInPrivacy(framework: FrameworkName): string[] {
  return [...MINI_APIS, ...FRAMEWORK_APIS]
    .filter(({ where }) => !where || where.includes(framework))
    .flatMap(({ names }) => names)
}
