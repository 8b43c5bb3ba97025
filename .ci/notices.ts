import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Lies beside LICENSE in the package. */
export const NOTICES = 'THIRD-PARTY-NOTICES'

/** What may be bundled: licences that ask for their own words, and for nothing else. */
const ALLOWED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']

/**
 * Name, version, licence and its words of each of these packages.
 * @param folders of the packages
 * @throws Error if one has another licence, or none
 */
export function noticesOf(folders: string[]): string {
  const all = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      [key: string]: string
    }
    if (!ALLOWED.includes(license)) throw new Error(`${name} may not be bundled: its licence is ${license}`)
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
    if (!file) throw new Error(`${name} may not be bundled: the words of its licence are not in it`)
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  })
  return `The commands of mini-monitor (cli/) hold code of these packages.\n\n${all.join('\n')}`
}
