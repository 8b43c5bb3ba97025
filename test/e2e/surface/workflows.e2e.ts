/** What GitHub is told to run, by actionlint: keys, expressions, versions of actions. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { missingGo } from '../go.ts'
import { actionlint } from './actionlint.ts'

const WORKFLOW = '.github/workflows/ci.yml'

const missing = missingGo()
if (missing) console.log(`· actionlint is skipped: ${missing}`)

describe.skipIf(missing)('actionlint', () => {
  const draft = mkdtempSync(join(tmpdir(), 'mini-monitor-workflow-'))
  afterAll(() => rmSync(draft, { recursive: true, force: true }))

  test('finds nothing in the workflows', async () => {
    expect(await actionlint()).toBe('')
  })

  test('would find a matrix that nobody has', async () => {
    const broken = join(draft, 'broken.yml')
    writeFileSync(broken, readFileSync(WORKFLOW, 'utf8').replace(/matrix\.node/g, 'matrix.engine'))
    expect(await actionlint(broken)).toMatch(/property "engine" is not defined/)
  })
})
