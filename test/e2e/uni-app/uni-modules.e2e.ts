/** The package for DCloud's plug-in market, in the sample app as HBuilderX lays it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildUniModule } from '../../../deploy/uni-modules/build.ts'
import { buildApp } from './builds.ts'
import { errors, errorsOf, requests, requestsOf, segments, segmentsOf } from './expected.ts'
import { runMini, type Evidence } from './mini.ts'

const draft = mkdtempSync(join(tmpdir(), 'mini-monitor-uni-modules-'))
let evidence: Evidence

beforeAll(async () => {
  const home = await buildUniModule(draft)
  const files = Object.fromEntries(
    readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [`src/uni_modules/${path.slice(draft.length + 1)}`, readFileSync(path, 'utf8')]),
  )
  const { folder } = await buildApp('mp-weixin', 'use', { files, env: { UNI_MODULES: 'true' } })
  evidence = await runMini(folder, 'wechat')
})
afterAll(() => rmSync(draft, { recursive: true, force: true }))

test('it reports as the one from npm does', () => {
  expect(requestsOf(evidence)).toEqual(requests())
  expect(errorsOf(evidence)).toEqual(errors())
  expect(segmentsOf(evidence)).toEqual(segments())
  expect(evidence.warnings).toEqual([])
})
