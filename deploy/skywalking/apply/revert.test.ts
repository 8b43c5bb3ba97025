import { describe, expect, test } from 'vitest'
import { SHIPPED, WECHAT, useAdmin } from './harness.ts'

const oap = useAdmin()

describe('--revert', () => {
  test('says first what it would do', async () => {
    await oap.start()
    await oap.apply('--yes')
    oap.admin.writes.length = 0
    const { out } = await oap.apply('--revert')
    expect(out).toContain(`${WECHAT}: back to what OAP ships`)
    expect(out).toContain(
      '! loses what is stored: meter_wechat_mp_request_cpm (sumPerMin of the service → avg of the service)',
    )
    expect(out).toContain('! loses what is stored: meter_wechat_mp_request_success_cpm (no longer there)')
    expect(out).toContain('otel-rules/miniprogram/jd-mini-program: out')
    expect(out).toContain('dashboard horizon.layer.JD_MINI_PROGRAM: switched off')
    expect(oap.admin.writes).toEqual([])
  })

  test('goes back to what OAP ships, takes ours out, and applies again after it', async () => {
    await oap.start()
    await oap.apply('--yes')
    expect(await oap.apply('--revert', '--yes')).toMatchObject({ code: 0, error: '' })
    expect([...oap.admin.rules]).toEqual(Object.entries(SHIPPED).map(([key, bundled]) => [key, { bundled }]))
    expect(oap.admin.templates.every(({ disabled }) => disabled)).toBe(true)
    expect((await oap.apply('--revert')).out).toContain('Nothing of ours is there.')
    await oap.apply('--yes')
    expect(oap.admin.templates.filter(({ disabled }) => disabled)).toEqual([])
    expect(oap.admin.templates).toHaveLength(18)
  })
})
