/** What the build plug-in does to a build: one driver, options, functions, size. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { growthOf, scriptsIn, sizeOf } from '../growth.ts'
import { expectRecorded } from '../recorded.ts'
import { build } from '../../../playground/builds/index.ts'
import { createConsumer } from '../../surface/dist.ts'
import { buildApp, uniApp } from './builds.ts'
import { requests, requestsOf } from './expected.ts'
import { runMini } from './mini.ts'

function options(more: object) {
  return { env: { MORE_OPTIONS: JSON.stringify(more) } }
}

describe('size', () => {
  test('what a build for WeChat grows by is what the README says', async () => {
    expectRecorded('uni-app', await growthOf('uni-app'))
  })

  test('by `app.use`, all of it', async () => {
    const [kit, none] = [await buildApp('mp-weixin', 'use'), await buildApp('mp-weixin', 'none')]
    expect(sizeOf(kit.folder).raw - sizeOf(none.folder).raw).toBeLessThan(113_000)
  })
})

test.each([
  ['mp-weixin', 'wechat', /\b(my|tt|swan|qq|jd|ks|xhs)\.request\b|"(alipay|bytedance|h5)"/],
  ['h5', 'h5', /"(wechat|alipay|bytedance)"/],
])('a build for %s has the driver %s and no other', async (target, driver, others) => {
  const { folder } = await buildApp(target, 'plugin')
  const code = scriptsIn(folder).join('\n')
  expect(code).toContain(`"${driver}"`)
  expect(others.exec(code)?.[0]).toBeUndefined()
})

test('functions come from the module that `config` names', async () => {
  const files = {
    'src/hooks.ts': `export const beforeSend = (signal: any) => signal.kind !== 'log' && signal\n`,
  }
  const { folder } = await buildApp('mp-weixin', 'plugin', { files, ...options({ config: 'src/hooks' }) })
  const evidence = await runMini(folder, 'wechat')
  expect(requestsOf(evidence)).toEqual(requests())
  expect(evidence.received.logs).toEqual([])
  expect(evidence.warnings).toEqual([])
})

test.each([
  [{ maxQueue: 0 }, 'option "maxQueue" must be a number from 1 to 10000'],
  [{ tracing: { sampleRate: 2 } }, 'option "tracing.sampleRate" must be a number from 0 to 1'],
  [{ tracing: { rate: 1 } }, 'there is no option "tracing.rate"'],
  [{ service: '' }, 'option "service"'],
])('%j stops the build, with the path', async (more, message) => {
  await expect(buildApp('mp-weixin', 'plugin', options(more))).rejects.toThrow(message)
})

test('the app compiles with strict TypeScript against the packed package', async () => {
  await build({ app: uniApp, title: 'uni-app, types', command: ['tsc'] })
})

test('npm takes the package beside the versions that the app has, without a complaint about peers', () => {
  const consumer = createConsumer()
  const folder = mkdtempSync(join(tmpdir(), 'mini-monitor-peers-'))
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(uniApp, file), join(folder, file))
    const args = [
      'install',
      '--package-lock-only',
      '--ignore-scripts',
      '--prefer-offline',
      '--strict-peer-deps',
    ]
    const out = execFileSync('npm', [...args, consumer.tarball], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    expect(out).not.toMatch(/ERESOLVE|conflict/i)
  } finally {
    consumer.remove()
    rmSync(folder, { recursive: true, force: true })
  }
})
