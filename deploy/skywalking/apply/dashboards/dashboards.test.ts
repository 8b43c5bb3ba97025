import { describe, expect, test } from 'vitest'
import { useAdmin } from '../harness.ts'

const oap = useAdmin()

describe('dashboards of OAP', () => {
  const name = 'horizon.layer.WECHAT_MINI_PROGRAM'
  const header = {
    orderBy: 'cpm',
    columns: [{ metric: 'cpm', label: 'RPM', mqe: 'meter_wechat_mp_request_cpm' }],
  }
  const theirs = {
    key: 'WECHAT_MINI_PROGRAM',
    alias: 'WeChat',
    components: { service: true, topology: false },
    'layer-header': header,
    header,
    metrics: header,
    dashboards: {
      service: [
        { id: 'request_cpm', title: 'Load', type: 'line', expressions: ['meter_wechat_mp_request_cpm'] },
      ],
    },
  }
  const chinese = {
    alias: '微信',
    'layer-header': { columns: [{ label: '请求' }] },
    dashboards: { service: [{ id: 'request_cpm', title: '负载' }] },
  }
  const stored = (id: string, content: object, locale?: string) => ({
    id,
    disabled: false,
    configuration: JSON.stringify({
      name: locale ? `${name}.i18n.${locale}` : name,
      kind: 'layer',
      version: 1,
      ...(locale && { locale }),
      content,
    }),
  })

  test('get what they lack, and keep what they have', async () => {
    await oap.start()
    oap.admin.templates.push(stored('u-1', theirs), stored('u-2', chinese, 'zh-CN'))
    expect(await oap.apply('--yes', '--platforms', 'wechat')).toMatchObject({ code: 0, error: '' })
    const { id, content } = oap.templateOf(name)
    expect(id).toBe('u-1')
    expect(content.alias).toBe('WeChat')
    expect(content.dashboards.service!.map((chart) => chart.id)).toEqual([
      'request_cpm',
      'mm_x_fcp',
      'mm_x_lcp',
      'mm_x_success',
      'mm_x_average',
      'mm_x_error_types',
      'mm_x_dropped',
      'mm_x_app_starts',
      'mm_x_sessions',
      'mm_x_page_views',
      'mm_x_stay',
      'mm_x_lags',
      'mm_x_lag_duration',
      'mm_x_updates',
      'mm_x_update_duration',
      'mm_x_update_size',
      'mm_x_update_keys',
    ])
    for (const name of ['layer-header', 'header', 'metrics'] as const)
      expect(content[name].columns.map((column) => column.metric)).toEqual(['cpm', 'mm_x_success'])
    expect(content.components).toEqual({ service: true, topology: true })
    const added = content.dashboards.endpoint!.filter(({ id }) => id.startsWith('mm_x_'))
    for (const { span = 0 } of added) expect([3, 4, 6]).toContain(span)
    expect(added.reduce((sum, { span = 0 }) => sum + span, 0) % 12).toBe(0)
    const zh = oap.templateOf(`${name}.i18n.zh-CN`).content
    expect(zh['layer-header'].columns).toEqual([{ label: '请求' }, { label: '成功率' }])
    expect(zh.dashboards.service!.map((chart) => chart.title)).toEqual([
      '负载',
      '首次内容绘制（FCP）',
      '最大内容绘制（LCP）',
      '请求成功率',
      '请求平均耗时',
      '各类型错误数',
      '丢弃或合并的信号数',
      '启动次数',
      '会话数',
      '页面浏览量',
      '平均停留时长',
      '代码阻塞次数',
      '平均阻塞时长',
      'setData 次数',
      'setData 耗时分位',
      'setData 平均数据量',
      'setData 平均键数',
    ])
  })

  test('are as they were after --revert', async () => {
    await oap.start()
    oap.admin.templates.push(stored('u-1', theirs), stored('u-2', chinese, 'zh-CN'))
    await oap.apply('--yes', '--platforms', 'wechat')
    await oap.apply('--revert', '--yes', '--platforms', 'wechat')
    const { content } = oap.templateOf(name)
    expect({ ...content, dashboards: theirs.dashboards }).toEqual(theirs)
    expect(content.dashboards).toMatchObject(theirs.dashboards)
    expect(oap.templateOf(`${name}.i18n.zh-CN`).content['layer-header']).toEqual(chinese['layer-header'])
  })
})
