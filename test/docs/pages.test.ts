/** The pages are what data, runs and drawings say, both languages tell the same, and no link leads nowhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPublish } from '../../.ci/publish.ts'
import { drawings } from '../../docs/write/drawing.ts'
import { installSections } from '../../docs/write/install.ts'
import { allSections, pages, sectionsOf, written } from '../../docs/write/pages.ts'
import { sizeLimits, sizeNames } from '../../docs/write/sizes.ts'

const root = join(import.meta.dirname, '../..')

function read(page: string) {
  return readFileSync(join(root, page), 'utf8')
}

const sections = await allSections()
const decisions = readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`)
const EVERYWHERE = [...pages(), ...decisions, 'CONTRIBUTING.md', 'CHANGELOG.md']

describe.each(pages())('%s', (page) => {
  test('is what `npm run docs` writes', async () => {
    expect(read(page)).toBe(await written(page, sections))
  })
})

test('every section is on a page, in both languages', () => {
  for (const isTwin of [false, true]) {
    const used = pages()
      .filter((page) => /\.zh-CN\./.test(page) === isTwin)
      .flatMap((page) => sectionsOf(read(page)))
    expect(new Set(used)).toEqual(new Set(Object.keys(sections)))
  }
})

test.each(Object.entries(drawings()))('%s is what `npm run docs` draws', (file, svg) => {
  expect(read(file)).toBe(svg)
})

/** For users; the house is explained in English only. */
const users = pages().filter((page) => !/zh-CN|architecture|review|docs\/README/.test(page))

describe.each(users)('%s and its Chinese twin', (page) => {
  const twin = page.replace('.md', '.zh-CN.md')
  const name = page.split('/').pop()!

  test('link to each other at the top', () => {
    expect(read(page)).toMatch(new RegExp(`^\\[中文\\]\\(${name.replace('.md', '.zh-CN.md')}\\)\n`))
    expect(read(twin)).toMatch(new RegExp(`^\\[English\\]\\(${name}\\)\n`))
  })

  test('have the same headings, tables, and blocks of code', () => {
    expect(shapeOf(read(twin))).toEqual(shapeOf(read(page)))
  })

  test('show the same code', () => {
    // what stands in comments is translated
    const code = (text: string) => blocksOf(text).map((block) => block.replace(/(\/\/|#) .*$/gm, '$1'))
    expect(code(read(twin))).toEqual(code(read(page)))
  })
})

describe.each(EVERYWHERE)('the links of %s', (page) => {
  const text = read(page).replace(/```[^]*?```/g, '')
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map((match) => match[1] ?? match[2])
    .filter((target) => !/^https?:/.test(target))

  test('lead somewhere', () => {
    for (const target of targets) {
      const [path, anchor] = target.split('#')
      const file = path ? join(dirname(page), path) : page
      expect(existsSync(join(root, file)), target).toBe(true)
      if (anchor) expect(anchorsOf(read(file)), target).toContain(decodeURIComponent(anchor))
    }
  })

  test('stay in the language of the page', () => {
    const ours = targets.filter((target) => /^[^#]+\.md/.test(target)).map((target) => target.split('#')[0])
    const foreign = ours.filter((target) =>
      page.includes('.zh-CN.')
        ? !target.includes('.zh-CN.') &&
          existsSync(join(root, dirname(page), target.replace('.md', '.zh-CN.md')))
        : target.includes('.zh-CN.'),
    )
    // but for the one at the top
    expect(foreign).toHaveLength(users.includes(page) || page.includes('.zh-CN.') ? 1 : 0)
  })
})

const { published } = readPublish(root)

describe.each(['README.md', 'README.zh-CN.md'])('%s', (page) => {
  test('names the limits to which the package is held', () => {
    const rows = read(page)
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
    for (const { what, minified, gzipped } of sizeLimits()) {
      const words = sizeNames[what]?.[page === 'README.md' ? 'en' : 'zh']
      expect(words, `"${what}" has no words in docs/write/sizes.ts`).toBeDefined()
      expect(rows.find((row) => row[1] === words)?.slice(2, 4)).toEqual([minified, gzipped])
    }
  })

  test('says what was run for real, and when, as the page that tells how says', () => {
    const skywalking = read('deploy/skywalking/README.md')
    const [, day, oap] = /Last on (\d+ \w+ \d+): OAP (\S+)/.exec(skywalking)!
    const [, collector] = /^ {2}version: (\d+\.\d+)/m.exec(read('test/e2e/collector/builder.yaml'))!
    const { year, month, date } = partsOf(day)
    const said = page === 'README.md' ? day : `${year} 年 ${month} 月 ${date} 日`
    const lines = read(page).split('\n')
    expect(
      lines.filter((line) => [said, oap, `Collector ${collector}`].every((part) => line.includes(part))),
    ).toHaveLength(1)
  })

  test('needs no other commands of this repository than start and test', () => {
    const commands = [...read(page).matchAll(/np[mx] (run [\w:-]+|start|test|ci|exec|publish|pack)/g)].map(
      ([found]) => found,
    )
    const toGetIt = published ? [] : ['npm run build', 'npm pack']
    expect(new Set(commands)).toEqual(new Set(['npm start', 'npm test', 'npm run test:e2e', ...toGetIt]))
  })
})

describe('how to get the package', () => {
  const COMMAND = 'npm install mini-monitor\n'
  // .ci/publish.json says which of both holds
  const everywhere = [...pages(), 'CONTRIBUTING.md', 'docs/platforms/README.md']

  test('is told once in each language while the registry does not have it, by its command once it has', () => {
    const packing = everywhere.filter((page) => read(page).includes('npm pack'))
    const installing = everywhere.filter((page) => /npm install mini-monitor(?![-/\w])/.test(read(page)))
    if (published) expect(packing).toEqual([])
    else {
      expect(packing.sort()).toEqual(['README.md', 'README.zh-CN.md'])
      for (const page of packing) expect(read(page).match(/npm pack/g)).toHaveLength(1)
      expect(installing).toEqual([])
    }
  })

  test.each(['en', 'zh'] as const)('in %s: a line and links to it, or the command everywhere', (language) => {
    const [before, after] = [installSections(false, '1.2.3'), installSections(true, '1.2.3')]
    expect(before.get(language)).not.toContain('\n')
    expect(before.get(language)).toContain('npm install ../mini-monitor/mini-monitor-1.2.3.tgz')
    expect(before.install(language)).toMatch(/\]\(\.\.\/README(\.zh-CN)?\.md#/)
    for (const section of [after.get, after.install]) expect(section(language)).toContain(COMMAND)
  })
})

function partsOf(day: string) {
  const at = new Date(`${day} UTC`)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() }
}

function blocksOf(text: string): string[] {
  return [...text.matchAll(/^ *```(\w+)\n([^]*?)^ *```/gm)].map(
    ([, language, code]) => `${language}\n${code}`,
  )
}

function shapeOf(text: string): string[] {
  return text
    .replace(/^( *)```(\w+)\n[^]*?^ *```/gm, 'code:$2')
    .split('\n')
    .filter((line) => /^(#+ |code:|\| ?-|\| |\d+\. |- )/.test(line))
    .map((line) => {
      if (line.startsWith('|')) return `table of ${line.replace(/\\\|/g, '').split('|').length - 2}`
      return /^(#+|code:\w+|\d+\.|-)/.exec(line)![0]
    })
}

/** As GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, '')
      .replace(/ /g, '-'),
  )
}
