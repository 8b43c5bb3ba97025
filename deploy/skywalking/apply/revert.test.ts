import { describe, expect, test } from 'vitest'
import { undefinedLayers } from './admin/fake-rules.ts'
import { SHIPPED, WECHAT, filesIn, useAdmin } from './harness.ts'

const oap = useAdmin()

describe('--revert', () => {
  test('says first what it would do', async () => {
    await oap.start()
    await oap.apply('--yes')
    oap.admin.writes.length = 0
    const { out } = await oap.apply('--revert')
    expect(out).toContain(`${WECHAT}: back to what OAP ships`)
    expect(out).toContain(
      '! would lose what is stored, if anything is: meter_wechat_mp_request_cpm (sumPerMin of the service → avg of the service)',
    )
    expect(out).toContain(
      '! would lose what is stored, if anything is: meter_wechat_mp_request_success_count (no longer there)',
    )
    expect(out).toContain('otel-rules/miniprogram/jd-mini-program: out; what is stored stays, unread, until')
    expect(out).toContain('Metrics marked with ! change how they are stored, or go. On BanyanDB')
    expect(out).not.toContain('--new-names')
    expect(out).toContain('The layers of the other platforms stay defined')
    expect(out).toContain('dashboard horizon.layer.JD_MINI_PROGRAM: switched off')
    expect(out).toContain("With a JDBC storage (PostgreSQL, MySQL) OAP 11.0 can't switch dashboards off")
    expect(out).toContain('--rules-only leaves them out.')
    expect(out).toContain(`${29 + 18} to change. Nothing has been changed; --revert --yes does it.`)
    expect(oap.admin.writes).toEqual([])
  })

  test('goes back to what OAP ships, takes ours out, and applies again after it', async () => {
    await oap.start()
    await oap.apply('--yes')
    expect(await oap.apply('--revert', '--yes')).toMatchObject({ code: 0, error: '' })
    const inForce = [...oap.admin.rules].map(([key, { bundled, runtime }]) => [
      key,
      runtime?.content ?? bundled,
    ])
    expect(inForce.filter(([key]) => key !== 'lal/mini-monitor')).toEqual(Object.entries(SHIPPED))
    expect(oap.admin.templates.every(({ disabled }) => disabled)).toBe(true)
    expect((await oap.apply('--revert')).out).toContain('Nothing of ours is there.')
    await oap.apply('--yes')
    expect(oap.admin.templates.filter(({ disabled }) => disabled)).toEqual([])
    expect(oap.admin.templates).toHaveLength(18)
  })

  test('leaves every layer defined whose number is stored, or OAP would fail for all after a restart', async () => {
    await oap.start()
    await oap.apply('--yes', '--rules-only')
    expect(oap.admin.layers.stored.size).toBe(7)
    await oap.apply('--revert', '--yes')
    expect(undefinedLayers(oap.admin)).toEqual([])
    expect(oap.contentOf('lal/mini-monitor')).toMatch(/dsl: \|\n {6}filter \{\n {8}abort \{\}\n {6}\}\n/)
  })

  test('leaves nothing dead that reads logs', async () => {
    await oap.start()
    await oap.apply('--yes', '--rules-only')
    await oap.apply('--revert', '--yes')
    expect([...oap.admin.dead]).toEqual([])
    expect(oap.contentOf('lal/miniprogram')).toBe(SHIPPED['lal/miniprogram'])
  })

  test('says of rules in OAP’s own config/ that the files have to go, and what stays', async () => {
    await oap.start(filesIn('config'))
    const { code, out } = await oap.apply('--revert')
    expect(code).toBe(0)
    expect(out).toContain("29 rules of ours are in OAP's own config/: take the files away")
    expect(out).toMatch(/leave\s+layer-extensions\.yml/)
    expect(out).not.toContain('Nothing of ours')
    await oap.apply('--yes', '--platforms', 'jd')
    const { out: withDashboards } = await oap.apply('--revert', '--yes')
    expect(withDashboards).toContain('✓ dashboard horizon.layer.JD_MINI_PROGRAM')
    expect(withDashboards).toContain('29 rules of ours are in')
  })

  test('of some platforms leaves what others need', async () => {
    await oap.start()
    await oap.apply('--yes')
    const { out } = await oap.apply('--revert', '--yes', '--platforms', 'jd')
    expect(out).toContain('lal/mini-monitor: stays, other platforms need it')
    expect(oap.contentOf('otel-rules/miniprogram/jd-mini-program')).toBeUndefined()
    expect(oap.contentOf('lal/mini-monitor')).toContain('QQ_MINI_PROGRAM')
    expect(oap.contentOf('lal/mini-monitor')).toContain('extractor')
  })

  test('goes on after a dashboard that OAP does not switch off, and tells of it in the end', async () => {
    await oap.start()
    await oap.apply('--yes', '--platforms', 'jd')
    oap.admin.keepsTemplates = true
    const { code, out, error } = await oap.apply('--revert', '--yes', '--platforms', 'jd')
    expect(code).toBe(1)
    expect(out).toContain('✗ dashboard horizon.layer.JD_MINI_PROGRAM: ')
    expect(out).toContain('✗ dashboard horizon.layer.JD_MINI_PROGRAM.i18n.zh-CN: ')
    expect(error).toContain('All else is done, but 2 dashboards are as they were')
    expect(error).toContain('With a JDBC storage OAP 11.0 switches none off: they stay, without values.')
    expect(error).not.toContain('The same command')
    expect(oap.contentOf('otel-rules/miniprogram/jd-mini-program')).toBeUndefined()
  })
})
