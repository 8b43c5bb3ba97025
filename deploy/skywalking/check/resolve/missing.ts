import { METRICS, platformsOf } from '../../../../docs/data/signals/index.ts'
import { parseExpression } from '../../mal/expression.ts'
import { shapeOf } from '../../mal/shape.ts'
import { SCOPES, type Scope } from '../../rules/scopes.ts'
import type { Target } from '../../rules/targets.ts'
import type { MalFile } from '../config.ts'
import { askedFor } from './dashboards.ts'
import { inMal } from './mal.ts'

/* The other way round: what an app of any framework sends, a rule takes, and what a rule makes, a dashboard draws. */

/** Metrics without a rule, and why. */
const NOT_SHOWN: Record<string, string | undefined> = {
  'miniprogram.first_paint.time': 'a time of day: its average over devices says nothing',
}

/** Of no page, though the point names the one in front. */
const OF_NO_PAGE = ['miniprogram.script.duration', 'miniprogram.package_load.duration']

/** As sentences: what a platform sends and no rule takes, of the app, of its versions and of its pages. */
export function untaken({ platform }: Target, files: MalFile[]): string[] {
  const shapes = files
    .filter(({ path }) => path.includes(platform))
    .flatMap(({ definitions }) => definitions.map(({ expression }) => shapeOf(parseExpression(expression))))
  const isTaken = (name: string, scope: Scope) => {
    const family = inMal(name)
    const parts = [family, `${family}_count`, `${family}_sum`]
    return shapes.some((shape) => shape.scope === scope && shape.samples.some((each) => parts.includes(each)))
  }
  return METRICS.filter(
    ({ name, where }) => !NOT_SHOWN[name] && platformsOf(where).includes(platform),
  ).flatMap((row) =>
    scopesOf(row)
      .filter((scope) => !isTaken(row.name, scope))
      .map((scope) => `${platform}: no rule takes ${row.name} of the ${scope}`),
  )
}

function scopesOf({ name, attributes }: (typeof METRICS)[number]): Scope[] {
  const hasPage = attributes.some((attribute) => attribute.name === 'miniprogram.page.path')
  return SCOPES.filter((scope) => scope !== 'endpoint' || (hasPage && !OF_NO_PAGE.includes(name)))
}

/** As sentences: what a rule makes and no dashboard asks for. */
export function undrawn(files: MalFile[]): string[] {
  const asked = new Set(askedFor().map(({ metric }) => metric))
  return files.flatMap(({ path, definitions }) =>
    definitions
      .filter(({ metric }) => !asked.has(metric))
      .map(({ metric }) => `${path}: no dashboard draws ${metric}`),
  )
}
