/** The pages for users are spelled right, keep to one word for one thing, and Chinese is set as it should be. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import dictionary from 'dictionary-en'
import nspell from 'nspell'
import { describe, expect, test } from 'vitest'
import { run as zhlint } from 'zhlint'
import { languageOf, pages } from '../../docs/write/pages.ts'
import { TERMS } from './terms.ts'

const root = join(import.meta.dirname, '../..')
/** What contributors read is English only, and explains the house in its own words. */
const users = pages().filter((page) => !/architecture|review|docs\/README/.test(page))

function read(page: string) {
  return readFileSync(join(root, page), 'utf8')
}

/** Without code, addresses, names of files and packages, and markup. */
function proseOf(text: string): string {
  return text
    .replace(/^( *)```[^]*?^ *```$/gm, '')
    .replace(/`[^`\n]*`/g, ' ` ')
    .replace(/\]\([^)\n]*\)/g, ']')
    .replace(/^\[\w+\]: .*$|\]\[\w+\]/gm, ']')
    .replace(/<[^>\n]+>/g, ' ')
    .replace(/https?:\S+|[\w-]+(?:[./][\w-]+)+/g, ' ')
}

describe.each(users)('%s', (page) => {
  const language = languageOf(page)

  test('uses the usual words', () => {
    const lines = proseOf(read(page)).split('\n')
    const found = TERMS[language].flatMap(({ not, say }) =>
      lines.filter((line) => not.test(line)).map((line) => `${not.exec(line)![0]} → ${say}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})

const spelling = nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic))
spelling.personal(readFileSync(join(import.meta.dirname, 'words.txt'), 'utf8'))

test.each(users.filter((page) => languageOf(page) === 'en'))('%s is spelled right', (page) => {
  const words = proseOf(read(page)).match(/\p{L}[\p{L}’']*\p{L}/gu) ?? []
  const plain = words.map((word) => word.replace(/’/g, "'").replace(/'s?$/, ''))
  const wrong = plain.filter((word) => !/\p{Script=Han}/u.test(word) && !spelling.correct(word))
  expect([...new Set(wrong)]).toEqual([])
})

/** Full-width punctuation, a space between Chinese and Latin words; brackets and quotes are full-width, too. */
const rules = {
  preset: 'default',
  halfwidthPunctuation: '',
  fullwidthPunctuation: '，。：；？！“”‘’（）',
  adjustedFullwidthPunctuation: '',
  // what follows **bold.** needs a space, or it isn't bold
  noSpaceAfterFullwidthPauseOrStop: undefined,
  spaceOutsideHalfwidthBracket: undefined,
  spaceOutsideHalfwidthQuotation: undefined,
}

test.each(users.filter((page) => languageOf(page) === 'zh'))('%s has the punctuation of Chinese', (page) => {
  const text = read(page)
  const problems = zhlint(text, { rules }).validations.map(
    ({ message, index }) => `${message}: …${text.slice(Math.max(0, index - 20), index + 20)}…`,
  )
  expect(problems).toEqual([])
})
