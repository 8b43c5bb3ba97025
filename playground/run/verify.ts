import type { Evidence, Verdict } from './evidence.ts'
import { EXPECTED } from './expected/index.ts'
import { accountProblems } from './verdicts/account.ts'
import { headerProblems } from './verdicts/headers.ts'
import { judge } from './verdicts/signals.ts'
import { countProblems, encodingProblems, resourceProblems, segmentProblems } from './verdicts/wire.ts'

export type { Evidence, Verdict } from './evidence.ts'

/** What holds for a tour as a whole. */
const WHOLES: { id: string; title: string; problems: (evidence: Evidence) => string[] }[] = [
  { id: 'wire.resource', title: 'resource and scope', problems: resourceProblems },
  { id: 'wire.encoding', title: 'encoding, and every answer a yes', problems: encodingProblems },
  { id: 'wire.headers', title: 'sw8 headers and segments agree', problems: headerProblems },
  { id: 'wire.segments', title: 'service and component of segments', problems: segmentProblems },
  { id: 'wire.requests', title: 'every request counted, none of the kit’s own', problems: countProblems },
  {
    id: 'wire.poison',
    title: 'nothing that a back end would choke on',
    problems: ({ violations }) => violations.map(({ rule, detail }) => `${rule}: ${detail}`),
  },
  {
    id: 'wire.once',
    title: 'nothing twice',
    problems: ({ repeats }) => repeats.map(({ kind, key, count }) => `${kind} ${key} came ${count} times`),
  },
  { id: 'kit.account', title: 'nothing dropped, no errors, no warnings', problems: accountProblems },
]

/** Holds what a tour left behind against what it had to. */
export function verify(evidence: Evidence): Verdict[] {
  return [
    ...EXPECTED.map((each) => judge(each, evidence)),
    ...WHOLES.map(({ id, title, problems }): Verdict => {
      const found = problems(evidence)
      return { id, group: 'the wire', title, state: found.length ? 'bad' : 'good', problems: found }
    }),
  ]
}
