// Notes how long the parts of a stage of .ci/run took, for the table of summary.mjs. Outside of CI it does nothing.
import { appendFileSync } from 'fs'
import { join } from 'path'

/**
 * @param {string} name
 * @param {number} start ms, by Date.now()
 */
export function notePart(name, start) {
  const folder = process.env.TEST_RESULTS
  if (!folder) return
  const seconds = Math.round((Date.now() - start) / 1000)
  appendFileSync(join(folder, 'parts.tsv'), ['part', name, seconds].join('\t') + '\n')
}
