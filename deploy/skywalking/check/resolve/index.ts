import { targets } from '../../rules/targets.ts'
import { lalFiles, malFiles, type MalFile } from '../config.ts'
import { unknownMetrics } from './dashboards.ts'
import { madeBy, unknownValues } from './lal.ts'
import { undrawn, untaken } from './missing.ts'
import { familiesOf, otherLayers, unknownLabels, type FamilyLabels } from './mal.ts'

/*
 * Every name that a rule or a dashboard speaks of must be one that the kit sends, or that a rule makes; and all that is
 * sent must be taken, and all that is made drawn.
 */

/** Faults, as sentences; none if everything is known. */
export function unresolved(): string[] {
  const lal = lalFiles()
  const files = malFiles()
  const made = madeBy(lal)
  return [
    ...lal.flatMap(unknownValues),
    ...files.flatMap((file) => unresolvedIn(file, made)),
    ...unknownMetrics(files),
    ...targets.flatMap((target) => untaken(target, files)),
    ...undrawn(files),
  ]
}

/** @param made by LAL, for the rules of logs */
function unresolvedIn(file: MalFile, made: FamilyLabels): string[] {
  const target = targets.find(({ platform }) => file.filter.includes(`'${platform}'`))
  if (!target) return [`${file.path}: a filter for no known platform: ${file.filter}`]
  if (!file.path.includes(target.platform)) return [`${file.path}: filters ${target.platform}`]
  const known = file.path.startsWith('log-') ? made : familiesOf(target.platform)
  return [...unknownLabels(file, known), ...otherLayers(file, target.layer)]
}
