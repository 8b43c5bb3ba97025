// `node .ci/commits.mjs <range>`: commits whose message is not as CONTRIBUTING.md asks: a subject of at most 72
// characters, a blank line, and why. Merges have git's own.
import { execFileSync } from 'child_process'

const [range = 'HEAD~1..HEAD'] = process.argv.slice(2)
const log = execFileSync('git', ['log', '--no-merges', '--format=%h%x00%B%x01', range], { encoding: 'utf8' })
const problems = log
  .split('\x01')
  .map((entry) => entry.trim())
  .filter(Boolean)
  .flatMap((entry) => {
    const [hash, message] = entry.split('\0')
    return problemsOf(message.trimEnd()).map((problem) => `${hash}: ${problem}`)
  })

for (const problem of problems) console.error(`✖ ${problem}`)
process.exit(problems.length ? 1 : 0)

function problemsOf(message) {
  const [subject, blank, ...why] = message.split('\n')
  const found = []
  if (subject.length > 72) found.push(`the subject has ${subject.length} characters: ${subject}`)
  if (blank) found.push(`no blank line below "${subject}"`)
  if (!why.join('').trim()) found.push(`"${subject}" does not say why`)
  return found
}
