/** Versions by Semantic Versioning (https://semver.org/), and the section of the changelog that is about one. */

const SEMVER = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?$/
const STEPS = ['major', 'minor', 'patch']

/** @param wanted a version, or by what the current one is to be raised @throws Error if there is no such version */
export function nextVersion(current: string, wanted: string): string {
  const step = STEPS.indexOf(wanted)
  if (step < 0) {
    if (!SEMVER.test(wanted))
      throw new Error(`"${wanted}" is neither a version nor one of ${STEPS.join(', ')}`)
    if (compare(wanted, current) < 0) throw new Error(`${wanted} comes before ${current}`)
    return wanted
  }
  const [numbers, pre] = read(current)
  // 1.2.0-rc.1 is on its way to 1.2.0
  if (pre && numbers.slice(step + 1).every((number) => number === 0)) return numbers.join('.')
  return numbers.map((number, i) => (i < step ? number : Number(i === step) * (number + 1))).join('.')
}

/** Where it is on its way to a version: `next` keeps it from those who ask for the latest. */
export function distTag(version: string): 'latest' | 'next' {
  return version.includes('-') ? 'next' : 'latest'
}

function read(version: string): [numbers: number[], pre: string] {
  const [, major, minor, patch, pre = ''] = SEMVER.exec(version)!
  return [[major, minor, patch].map(Number), pre]
}

/** Below 0 if `a` comes before `b`: https://semver.org/#spec-item-11 */
function compare(a: string, b: string): number {
  const [[left, leftPre], [right, rightPre]] = [read(a), read(b)]
  const differs = left.findIndex((number, i) => number !== right[i])
  if (differs >= 0) return left[differs]! - right[differs]!
  if (!leftPre || !rightPre) return Number(!leftPre) - Number(!rightPre)
  return leftPre.localeCompare(rightPre, 'en', { numeric: true })
}

const UNRELEASED = '## [Unreleased]\n'

/** The changelog with what is unreleased below the version and its day. @throws Error if there is nothing to release */
export function dated(changelog: string, version: string, day: string): string {
  const [before, after] = changelog.split(UNRELEASED) as [string, string | undefined]
  if (after === undefined) throw new Error(`CHANGELOG.md has no "${UNRELEASED.trim()}"`)
  if (!/^- /m.test(after.split(/^## /m)[0]!)) throw new Error('CHANGELOG.md has nothing under Unreleased')
  return `${before}${UNRELEASED}\n## [${version}] - ${day}\n${after}`
}
