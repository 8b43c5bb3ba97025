/** The ten questions of docs/review.md: who starts at the README is at each answer after two links at most. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

function read(page: string) {
  return readFileSync(join(root, page), 'utf8')
}

/** Pages that a page links to, by their path from the top of the repository. */
function linksOf(page: string): string[] {
  return [...read(page).matchAll(/\]\(([^)\s#]+\.md)(?:#[^)\s]*)?\)/g)]
    .map(([, target]) => join(dirname(page), target))
    .filter((target) => existsSync(join(root, target)))
}

const [, questions = ''] = read('docs/review.md').split('\n## Ten questions\n')
const answers = [...questions.split('\n## ')[0]!.matchAll(/^\| (\d+\. .*?) *\| \[.*?\]\(([^)#]+)/gm)].map(
  ([, question, target]): [string, string] => [question!, join('docs', target!)],
)

test('there are ten', () => {
  expect(answers).toHaveLength(10)
})

describe.each([
  ['English', 'README.md', (page: string) => page],
  ['Chinese', 'README.zh-CN.md', (page: string) => page.replace('.md', '.zh-CN.md')],
])('in %s', (_, readme, twin) => {
  const first = [readme, ...linksOf(readme)]
  const reached = new Set([...first, ...first.flatMap(linksOf)])

  test.each(answers)('%s', (_, page) => {
    expect([...reached]).toContain(twin(page))
  })
})
