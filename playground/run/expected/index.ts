/**
 * What a tour through the sample shop has to leave behind: every signal of the kit, as data, for `--check`, for tests
 * and for the documentation. How it is compared stands in ../verify.ts.
 */
import { ERRORS } from './errors.ts'
import { OWN } from './own.ts'
import { GAUGES } from './performance.ts'
import { RAW } from './raw.ts'
import { REQUESTS } from './requests.ts'
import type { Expected } from './rules.ts'
import { TRACES } from './traces.ts'
import { UPDATES } from './updates.ts'
import { VISITS } from './visits.ts'

/** All of them, in the order in which they are shown. */
export const EXPECTED: readonly Expected[] = [
  ...ERRORS,
  ...GAUGES,
  ...UPDATES,
  ...REQUESTS,
  ...VISITS,
  ...TRACES,
  ...OWN,
  ...RAW,
]

export { RESOURCE } from './context.ts'
export type { Expected, Rule, Rules } from './rules.ts'
export { componentOf } from './traces.ts'
