/** What the project asks of those who work on it is written down where it is asked, and the same everywhere. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROWS } from './compat/rows.ts'

interface Field {
  id?: string
  attributes: { label?: string; description?: string; options?: string[] }
  validations?: { required?: boolean }
}
interface Job {
  steps: { uses?: string; run?: string; with?: { 'node-version'?: number | string } }[]
  strategy?: { matrix: { node: number[] } }
}

const { scripts, engines } = JSON.parse(read('package.json')) as {
  scripts: { [name: string]: string }
  engines: { node: string }
}

describe('CONTRIBUTING.md', () => {
  // what npm runs before another is no command
  const commands = Object.keys(scripts).filter(
    (name) => !(name.startsWith('pre') && name.slice(3) in scripts),
  )

  test.each(commands)('lists the command %s', (name) => {
    const short = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`
    expect(read('CONTRIBUTING.md')).toMatch(new RegExp(`^\\| \`${short}( -- [^\`]*)?\` `, 'm'))
  })

  test('lists no command that is gone', () => {
    const named = [...read('CONTRIBUTING.md').matchAll(/npm run (?:--silent )?([\w:-]+)/g)]
    expect(named.map(([, name]) => name).filter((name) => !(name! in scripts))).toEqual([])
  })
})

describe('CI', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml')) as { jobs: { [name: string]: Job } }
  const nodeOf = ({ steps }: Job) => steps.find((step) => step.with?.['node-version'])!.with!['node-version']

  test('is .ci/run, on the Node that the project is developed with', () => {
    expect(jobs.gate!.steps.at(-1)!.run).toBe('bash .ci/run')
    expect(String(nodeOf(jobs.gate!))).toBe(/\d+/.exec(engines.node)![0])
  })

  test('runs the unit tests on the later ones that test:compat tries', () => {
    const later = ROWS.flatMap(({ what }) => /^Node (\d+)$/.exec(what)?.[1] ?? [])
    expect(jobs['newer-node']!.strategy!.matrix.node.map(String)).toEqual(later)
    expect(later).not.toEqual([])
  })

  test('may take less than 40 minutes, all its stages together', () => {
    const minutes = [...read('.ci/run').matchAll(/^stage '[^']+' (\d+) /gm)].map(([, each]) => Number(each))
    expect(minutes.length).toBeGreaterThan(5)
    expect(minutes.reduce((sum, each) => sum + each, 0)).toBeLessThan(40)
  })
})

describe('.github', () => {
  const forms = readdirSync('.github/ISSUE_TEMPLATE').filter((name) => name !== 'config.yml')

  test.each(forms)('%s is a form, and every field has a name', (name) => {
    const form = parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as {
      name: string
      body: (Field & { type: string })[]
    }
    expect(form.name).toBeTruthy()
    const fields = form.body.filter(({ type }) => type !== 'markdown')
    expect(fields.filter(({ id, attributes }) => !id || !attributes.label)).toEqual([])
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
  })

  test('a bug comes with the account, the base library, framework and platform', () => {
    const { body } = parse(read('.github/ISSUE_TEMPLATE/bug.yml')) as { body: Field[] }
    const asked = body.filter(({ validations }) => validations?.required)
    expect(asked.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['diagnostics', 'base-library', 'framework', 'platform']),
    )
    const text = body.find(({ id }) => id === 'diagnostics')!.attributes
    expect(`${text.label} ${text.description}`).toContain('monitor.diagnostics()')
  })

  test('updates are looked for in every folder that has a lockfile', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as {
      updates: { 'package-ecosystem': string; directory?: string; directories?: string[] }[]
    }
    const watched = updates
      .filter((each) => each['package-ecosystem'] === 'npm')
      .flatMap(({ directory, directories = [] }) => (directory ? [directory] : directories))
    expect(watched.sort()).toEqual(
      [
        '/',
        ...['mpx', 'taro', 'uni-app'].map((app) => `/playground/apps/${app}`),
        '/test/e2e/miniprogram-ci',
      ].sort(),
    )
  })
})

test('who is to be written to stands in one place', () => {
  const pages = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CODE_OF_CONDUCT.md', 'SECURITY.md']
  const named = pages.filter((page) => /[\w.]+@[\w-]+\.\w+/.test(read(page)))
  expect(named).toEqual(['SECURITY.md'])
})

function read(file: string): string {
  return readFileSync(file, 'utf8')
}
