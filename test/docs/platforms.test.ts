/** What comments say of platforms has a page with version, source and day, and names of facts lead somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PLATFORM_NAMES } from '../../core/platforms/names.ts'

const root = join(import.meta.dirname, '../..')
const FOLDER = 'docs/platforms/'

/** Pages of facts; others in the folder have a shape of their own. */
const PAGES = [...PLATFORM_NAMES, 'mini', 'taro', 'uni-app'].map((name) => name + '.md')

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

interface Fact {
  name: string
  since: string
  source: string
  day: string
}

function factsOf(page: string): Fact[] {
  const [, ...sections] = read(FOLDER + page).split(/^### /m)
  return sections.map((section) => {
    const item = (what: string) => new RegExp(`^- ${what}: (.+)$`, 'm').exec(section)?.[1] ?? ''
    const name = /^.*/.exec(section)![0]
    return { name, since: item('Since'), source: item('Source'), day: item('Looked up') }
  })
}

const FACTS = PAGES.flatMap((page) =>
  factsOf(page).map((fact): [string, Fact] => [`${page}#${fact.name}`, fact]),
)

test('each platform and framework has a page, and the index lists what is in the folder', () => {
  const listed = [...read(FOLDER + 'README.md').matchAll(/^\| \[.+?\]\((\S+)\)/gm)].map(([, page]) => page)
  expect(listed).toEqual(expect.arrayContaining(PAGES))
  expect([...listed, 'README.md'].sort()).toEqual(readdirSync(join(root, FOLDER)).sort())
})

test.each(['README.md', ...PAGES])('the links of %s within the repository lead somewhere', (page) => {
  for (const [, target] of read(FOLDER + page).matchAll(/\]\((?!https:)([^)#]+)/g))
    expect(existsSync(join(root, FOLDER, target!)), target).toBe(true)
})

test.each(FACTS)('%s says since when, on whose word, and when somebody looked', (_, fact) => {
  const { name, since, source, day } = fact
  expect(name, 'a word that comments can name').toMatch(/^[a-z]+(-[a-z]+)*$/)
  expect(since).not.toBe('')
  expect(source).toMatch(/https:\/\/|measured.*; see `|reported, no public source found/)
  expect(new Date(day).toJSON()).toBe(day + 'T00:00:00.000Z')
  for (const [, file] of source.matchAll(/`((?:core|adapters|test|bench)\/[\w./-]+)`/g))
    expect(existsSync(join(root, file!)), file).toBe(true)
})

/** Source files below a folder, from the root. */
function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|vue)$/.test(file) && !file.includes('node_modules'))
    .map((file) => `${folder}/${file}`)
}

const FOLDERS = ['core', 'adapters', 'hosts', 'cli', 'deploy', 'test']

/** `docs/platforms/<page>.md#<fact>` in the sources, and where. */
const REFERENCES = FOLDERS.flatMap(sourcesIn).flatMap((file) =>
  [...read(file).matchAll(/docs\/platforms\/([\w-]+\.md)(?:#([\w-]+))?/g)].map(([name, page, fact]) => ({
    where: `${file}: ${name}`,
    page: page!,
    fact,
  })),
)

test('every name of a fact in the sources leads to one', () => {
  expect(REFERENCES.length).toBeGreaterThan(100)
  for (const { where, page, fact } of REFERENCES) {
    expect(existsSync(join(root, FOLDER, page)), where).toBe(true)
    if (fact) expect(anchorsOf(read(FOLDER + page)), where).toContain(fact)
  }
})

/** As GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, '')
      .replace(/ /g, '-'),
  )
}

/** Where comments that name a platform have to say on whose word. */
const COMMENTED = ['core', 'adapters', 'hosts']
  .flatMap(sourcesIn)
  .filter((file) => !/\.test(-d)?\.tsx?$/.test(file))

const PLATFORM =
  /\b(WeChat|Alipay|DingTalk|ByteDance|Baidu|Swan|QQ|JD|Kuaishou|Xiaohongshu|iOS|Android|Chrome|Safari)\b/
/** What only a platform has. */
const TRAIT = /\b(JIT|base library|suspended)\b/

test('a comment that says what a platform does says where that is written', () => {
  const comments = COMMENTED.flatMap((file) =>
    commentsOf(read(file))
      .filter((text) => PLATFORM.test(text) || TRAIT.test(text))
      .map((text) => `${file}: ${text.trim()}`),
  )
  expect(comments.length).toBeGreaterThan(40)
  expect(comments.filter((text) => !/docs\/platforms\/[\w-]+\.md|https:\/\//.test(text))).toEqual([])
})

/** Blocks, and lines that follow each other. */
function commentsOf(code: string): string[] {
  return code.match(/\/\*\*?[^]*?\*\/|(?:^ *\/\/.*\n)+|\s\/\/ .*$/gm) ?? []
}
