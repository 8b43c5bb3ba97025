/** Commands, flags, options and paths that the prose of the pages names are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OPTIONS } from '../../docs/data/options.ts'
import { pages } from '../../docs/write/pages.ts'

const root = join(import.meta.dirname, '../..')

function read(file: string) {
  return readFileSync(join(root, file), 'utf8')
}

const { scripts } = JSON.parse(read('package.json')) as { scripts: { [name: string]: string } }

/** The sources of what a command runs: the file that it names, and those beside and below it. */
function sourcesOf(command: string): string {
  const [, file] = /(\S+\/\S+\.(?:ts|mjs))/.exec(command) ?? []
  if (!file) return ''
  const folder = join(root, dirname(file))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !/\.test\./.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}

/** `--flag`, `flag: { type: 'boolean' }`, or a row of the assumptions. */
function knows(sources: string, flag: string): boolean {
  return new RegExp(`--${flag}\\b|(?:^|[\\s{'"])${flag}['"]?:`, 'm').test(sources)
}

const PAGES = [...pages(), 'CONTRIBUTING.md']

/** Inline code and the lines of shell blocks. */
function codeOf(page: string): string[] {
  // what is generated comes from the code
  const text = read(page).replace(/<!-- generated: [^]*?<!-- \/generated -->/g, '')
  const blocks = [...text.matchAll(/^ *```(?:sh|text)\n([^]*?)^ *```$/gm)].flatMap(([, code]) =>
    code!.split('\n'),
  )
  const inline = [...text.replace(/^( *)```[^]*?^ *```$/gm, '').matchAll(/`([^`\n]+)`/g)]
  return [...blocks, ...inline.map(([, code]) => code!)].map((code) => code.trim())
}

/** Where a flag alone stands for this repository's commands; all others are of the tools of vendors. */
const FLAGS_OF: { [page: string]: string[] } = {
  README: [scripts.start!],
  'docs/guides/own-app': [scripts.start!],
  'docs/native': ['mini-monitor cli/native/index.ts'],
  'docs/backends': [scripts.sizing!, scripts['check:skywalking']!, 'node deploy/skywalking/apply.mjs'],
  CONTRIBUTING: [scripts.start!, scripts.release!, scripts['test:e2e']!, scripts['test:compat']!],
}
const OF_VENDORS = ['ignore-http-domain-check']

describe.each(PAGES)('%s', (page) => {
  const code = codeOf(page)

  test('names scripts that there are, with flags that they know', () => {
    for (const line of code) {
      const [, , name, rest = ''] = /^(npm run |npm (?=start|test))([\w:-]+)(.*)$/.exec(line) ?? []
      if (!name) continue
      expect(Object.keys(scripts), line).toContain(name)
      for (const [, flag] of rest.matchAll(/ --(\w[\w-]*)/g))
        expect(knows(sourcesOf(scripts[name]!), flag!), line).toBe(true)
    }
  })

  test('names flags that a command has', () => {
    const commands = FLAGS_OF[page.replace(/(\.zh-CN)?\.md$/, '')] ?? []
    const sources = commands.map(sourcesOf).join('\n')
    const flags = code.flatMap((each) => /^(?:-- )?--([\w-]+)(?: |$)/.exec(each)?.[1] ?? [])
    expect(flags.filter((flag) => !OF_VENDORS.includes(flag) && !knows(sources, flag))).toEqual([])
  })

  test('names options that there are', () => {
    const paths = OPTIONS.map(({ path }) => path)
    const groups = new Set(paths.filter((path) => path.includes('.')).map((path) => path.split('.')[0]))
    const named = code.flatMap((each) => /^(\w+\.(?!ts$)\w+)(?:: |$)/.exec(each)?.[1] ?? [])
    expect(named.filter((path) => groups.has(path.split('.')[0]!) && !paths.includes(path))).toEqual([])
  })

  test('names files that there are', () => {
    const ours = /^(?:core|adapters|docs|deploy|test|hosts|playground|bench|cli|\.ci)\/[\w./-]*\w\/?$/
    const missing = code.filter((each) => ours.test(each) && !/dist$/.test(each))
    expect(missing.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
