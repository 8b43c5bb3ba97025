/** `npm run release`: in a checkout of its own, with a real git; npm is watched only. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { linked, linkedTypes, manifestFields, PAPERS, readPublish, unset } from '../../.ci/publish.ts'
import { release, type Host, type Wanted } from '../../.ci/release-steps.ts'
import { packProblems } from '../../.ci/tarball.ts'
import { distTag, nextVersion } from '../../.ci/version.ts'

const SET = {
  repository: 'https://github.com/acme/mini-monitor',
  author: 'Ada <ada@acme.dev>',
  published: false,
}
const UNSET = { repository: '', author: '', published: false }
const IN_CI = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example' }

let folder: string
let ran: string[]
let said: string[]

function write(file: string, content: string | object) {
  mkdirSync(join(folder, file, '..'), { recursive: true })
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
}

function read(file: string) {
  return readFileSync(join(folder, file), 'utf8')
}

function git(...args: string[]) {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.dev']
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' })
}

function commitAll() {
  git('add', '-A')
  git('commit', '-qm', 'work')
}

/** What a build leaves in dist/; `git` of the checkout does not see it. */
function build() {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  write('dist/package.json', {
    version,
    main: './index.js',
    module: './index.js',
    types: './index.d.ts',
    exports: {},
  })
}

let packed: string[]

function host(env: Host['env'] = {}): Host {
  return {
    folder,
    env,
    day: '2026-12-01',
    say: (line) => said.push(line),
    run(below, command, ...args) {
      if (command === 'git') return git(...args)
      ran.push([...(below === '.' ? [] : [`${below}:`]), command, ...args].join(' '))
      if (args.includes('build')) build()
      if (args[0] !== 'pack') return ''
      const files = packed.map((path) => ({ path }))
      return JSON.stringify([{ filename: 'mini-monitor.tgz', size: 1, unpackedSize: 2, files }])
    },
  }
}

function run(wanted: Partial<Wanted>, env?: Host['env']) {
  release({ version: 'minor', ...wanted }, host(env))
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mini-monitor-release-'))
  ran = []
  said = []
  packed = [...PAPERS, 'package.json', 'index.js', 'index.d.ts']
  git('init', '-q')
  write('.gitignore', 'dist/\n')
  write('package.json', { name: 'mini-monitor', version: '0.1.0' })
  write('package-lock.json', {
    version: '0.1.0',
    packages: { '': { version: '0.1.0' }, 'node_modules/a': {} },
  })
  write(
    'CHANGELOG.md',
    '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-11-01\n',
  )
  write('.ci/publish.json', SET)
  commitAll()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('one command', () => {
  test('raises the version, dates the changelog, writes the pages, builds, looks into the tarball, commits and tags', () => {
    run({})
    expect(ran).toEqual([
      'npm run --silent docs',
      'npm run --silent build',
      'dist: npm pack --dry-run --json',
    ])
    for (const file of ['package.json', 'package-lock.json'])
      expect(JSON.parse(read(file))).toMatchObject({ version: '0.2.0' })
    expect(JSON.parse(read('package-lock.json'))).toMatchObject({ packages: { '': { version: '0.2.0' } } })
    expect(read('CHANGELOG.md')).toContain(
      '## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n\n## [0.1.0]',
    )
    expect(readPublish(folder)).toEqual({ ...SET, published: true })
    expect(git('log', '-1', '--format=%s')).toBe('Release 0.2.0\n')
    expect(git('tag', '--points-at', 'HEAD')).toBe('v0.2.0\n')
    expect(git('status', '--porcelain')).toBe('')
    expect(said.at(-1)).toContain('git push --follow-tags')
  })

  test('in CI, on the tag that it made: the same, told to publish, with provenance, from dist/', () => {
    run({})
    ran = []
    const head = git('rev-parse', 'HEAD')
    run({ version: '0.2.0', publish: true }, IN_CI)
    expect(ran.at(-1)).toBe('dist: npm publish --provenance --access public --tag latest')
    expect(ran).not.toContain('npm run --silent docs')
    expect(git('rev-parse', 'HEAD')).toBe(head)
  })

  test('a dry run changes nothing but dist/, and publishes nothing', () => {
    const head = git('rev-parse', 'HEAD')
    run({ dryRun: true, publish: true })
    expect(ran).toEqual(['npm run --silent build', 'dist: npm pack --dry-run --json'])
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]).toEqual([head, '', ''])
  })
})

describe('is refused, before anything is changed,', () => {
  const before = () => [git('rev-parse', 'HEAD'), git('tag')]

  test.each<[what: string, prepare: () => void, wanted: Partial<Wanted>, message: RegExp]>([
    [
      'while a maintainer has not said where the repository is',
      () => write('.ci/publish.json', UNSET),
      {},
      /"repository" in .ci\/publish.json must be https:\/\/github.com\/<owner>\/<name>[^]*"author" in .ci\/publish.json is not set/,
    ],
    ['with changes', () => write('new.ts', ''), {}, /the checkout has changes: \?\? new.ts/],
    ['a second time', () => git('tag', 'v0.2.0', 'HEAD~1'), {}, /v0.2.0 is the tag of another commit/],
    [
      'with nothing in the changelog',
      () => write('CHANGELOG.md', '## [Unreleased]\n\n## [0.1.0]\n\n- Old.\n'),
      {},
      /nothing under Unreleased/,
    ],
    ['back in time', () => {}, { version: '0.0.9' }, /0.0.9 comes before 0.1.0/],
    ['to what is no version', () => {}, { version: 'next' }, /neither a version nor one of/],
    ['published from somebody’s machine', () => {}, { publish: true }, /provenance is made in CI only/],
  ])('%s', (_, prepare, wanted, message) => {
    write('more.md', 'a second commit')
    commitAll()
    prepare()
    if (!/changes/.test(_)) git('commit', '-qam', 'prepared', '--allow-empty')
    const were = before()
    expect(() => run(wanted)).toThrow(message)
    expect(before()).toEqual(were)
    expect(ran).toEqual([])
  })

  test('with a tarball that lacks something, or has too much: no commit, no tag', () => {
    packed = packed.filter((path) => path !== 'index.d.ts').concat('core/a.test.js')
    const were = before()
    expect(() => run({})).toThrow(/core\/a.test.js has no place[^]*index.d.ts is missing/)
    expect(before()).toEqual(were)
  })

  test('a dry run says so, too', () => {
    write('.ci/publish.json', UNSET)
    commitAll()
    expect(() => run({ dryRun: true })).toThrow(/"repository"/)
    expect(ran).toContain('dist: npm pack --dry-run --json')
  })
})

test.each([
  ['0.1.0', 'patch', '0.1.1'],
  ['0.1.9', 'minor', '0.2.0'],
  ['0.2.3', 'major', '1.0.0'],
  ['1.0.0-rc.1', 'major', '1.0.0'],
  ['1.2.0-rc.1', 'patch', '1.2.0'],
  ['0.1.0', '0.1.0', '0.1.0'],
  ['0.1.0', '1.0.0-rc.1', '1.0.0-rc.1'],
  ['1.0.0-rc.9', '1.0.0-rc.10', '1.0.0-rc.10'],
])('%s and %s: %s', (current, wanted, next) => {
  expect(nextVersion(current, wanted)).toBe(next)
})

test('what is on its way to a version is no latest', () => {
  expect([distTag('1.0.0'), distTag('1.0.0-rc.1')]).toEqual(['latest', 'next'])
})

describe('the manifest', () => {
  test('has repository, homepage, bugs, author and publishConfig, of one place', () => {
    expect(manifestFields(SET)).toEqual({
      author: 'Ada <ada@acme.dev>',
      repository: { type: 'git', url: 'git+https://github.com/acme/mini-monitor.git' },
      homepage: 'https://github.com/acme/mini-monitor#readme',
      bugs: { url: 'https://github.com/acme/mini-monitor/issues' },
      publishConfig: { access: 'public', provenance: true, registry: 'https://registry.npmjs.org/' },
    })
    expect(manifestFields(UNSET)).toEqual({ private: true })
    expect(unset(SET)).toEqual([])
    expect(unset({ ...SET, repository: 'https://github.com/acme/mini-monitor.git' })).toHaveLength(1)
  })
})

describe.each([
  ['README.md', 20],
  ['README.zh-CN.md', 20],
  ['CHANGELOG.md', 5],
])('%s in the package', (page, least) => {
  const text = readFileSync(page, 'utf8')
  const targets = (from: string) =>
    [...from.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset)="([^"]+)"/g)].map((match) => match[1] ?? match[2]!)
  const relative = targets(text).filter((target) => !/^(https?:|#)/.test(target))

  test('has only links that work there: to this version in the repository', () => {
    const found = targets(linked(text, '.', SET, '0.2.0'))
    expect(found.filter((target) => !/^(https:\/\/|#)/.test(target))).toEqual([])
    const ours = found.filter((target) => target.includes('/acme/'))
    expect(ours).toHaveLength(relative.length)
    expect(ours.length).toBeGreaterThan(least)
    for (const target of ours.filter((target) => target !== SET.repository))
      expect(target).toMatch(
        /\.(svg|png)$/.test(target)
          ? /^https:\/\/raw\.githubusercontent\.com\/acme\/mini-monitor\/v0\.2\.0\/docs\//
          : /^https:\/\/github\.com\/acme\/mini-monitor\/(blob|tree)\/v0\.2\.0\/[^/.]/,
      )
  })

  test('while nobody knows where the repository is, has the words without the links', () => {
    const found = targets(linked(text, '.', UNSET, '0.2.0'))
    expect(found.filter((target) => !/^(https:\/\/|#)/.test(target) && !PAPERS.includes(target))).toEqual([])
  })
})

test.each(['README.md', 'README.zh-CN.md'])('%s in the package names the repository to clone', (page) => {
  const text = readFileSync(page, 'utf8')
  expect(text).toContain('](.)')
  expect(linked(text, '.', SET, '0.2.0')).toContain(`](${SET.repository})`)
  expect(linked(text, '.', UNSET, '0.2.0')).not.toContain('](.)')
})

test('links keep heading and kind, code is left alone', () => {
  const text = 'See [a](docs/a.md#b), [rules](deploy/skywalking), ![x](i.png).\n\n```md\n[a](b.md)\n```\n'
  expect(linked(text, '.', SET, '1.0.0')).toBe(
    'See [a](https://github.com/acme/mini-monitor/blob/v1.0.0/docs/a.md#b), ' +
      '[rules](https://github.com/acme/mini-monitor/tree/v1.0.0/deploy/skywalking), ' +
      '![x](https://raw.githubusercontent.com/acme/mini-monitor/v1.0.0/i.png).\n\n```md\n[a](b.md)\n```\n',
  )
  expect(linkedTypes('@see docs/options.md#a', '.', SET, '1.0.0')).toBe(
    '@see https://github.com/acme/mini-monitor/blob/v1.0.0/docs/options.md#a',
  )
  expect(linkedTypes('@see docs/options.md#a', '.', UNSET, '1.0.0')).toBe('@see docs/options.md#a')
})

test('packProblems names what is missing and what is too much', () => {
  const manifest = {
    main: './a.js',
    module: './a.js',
    types: './a.d.ts',
    exports: { '.': './a.js' },
    scripts: {},
  }
  expect(packProblems([...PAPERS, 'package.json', 'a.js', 'a.js.map'], manifest)).toEqual([
    'a.js.map has no place in the package',
    'a.d.ts is missing',
    'package.json has scripts',
  ])
})

test('CI publishes tags by the same command, and may prove where it was built', () => {
  const workflow = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as Workflow
  const { permissions, steps } = workflow.jobs.publish
  expect(workflow.on).toEqual({ push: { tags: ['v*'] } })
  expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  expect(steps.at(-1)!.run).toBe('npm run release -- "${GITHUB_REF_NAME#v}" --publish')
})

interface Workflow {
  on: object
  jobs: { publish: { permissions: object; steps: { run?: string }[] } }
}
