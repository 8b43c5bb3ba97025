/** `npm start -- --apps native,uni-app`: the apps side by side, as their users start them. */
import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { createSink } from '../../../cli/live/sink/index.ts'

const basics = Object.fromEntries(
  ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMPDIR', 'MINI_MONITOR_CACHE']
    .filter((name) => process.env[name])
    .map((name) => [name, process.env[name]]),
)

test('both report, each under its framework, and all of it is delivered', { timeout: 300_000 }, async () => {
  const sink = await createSink({ ports: [0] })
  try {
    const args =
      '--apps native,uni-app --mode once --devices 1 --ports 0,0,0 --service both --encoding json --collector'
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'playground/start.ts', ...args.split(' '), sink.urls[0]!],
      { env: basics },
    )
    let output = ''
    child.stdout.on('data', (part: Buffer) => void (output += part.toString()))
    child.stderr.on('data', (part: Buffer) => void (output += part.toString()))
    expect(await new Promise((resolve) => child.on('close', resolve)), output).toBe(0)
    expect(output).toContain('Apps: uni-app for wechat and alipay')

    const { logs, metrics, segments } = sink.received
    const kinds = new Set(
      metrics.map(({ resource: r }) => `${r['miniprogram.framework']} ${r['miniprogram.platform']}`),
    )
    expect([...kinds].sort()).toEqual(
      ['native alipay', 'native wechat', 'uni-app alipay', 'uni-app wechat'].sort(),
    )
    for (const { resource, encoding } of [...logs, ...metrics]) {
      expect(resource['service.name']).toBe('both')
      expect(encoding).toBe('json')
    }
    const ofUniApp = logs.filter(({ resource }) => resource['miniprogram.framework'] === 'uni-app')
    const types = new Set(ofUniApp.map(({ attributes }) => attributes['exception.type']))
    expect([...types].sort()).toEqual(['ajax', 'js', 'lazyLoad', 'pageNotFound', 'promise'])
    expect(segments.length).toBeGreaterThan(20)
    expect(sink.violations).toEqual([])
  } finally {
    await sink.close()
  }
})
