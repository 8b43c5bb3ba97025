import { text, type Language, type Text } from '../data/text.ts'

/* The way of an event through the kit, for GitHub's light and dark pages, in both languages. */

interface Theme {
  ink: string
  faint: string
  fill: string
  line: string
  accent: string
}

const themes: Record<'light' | 'dark', Theme> = {
  light: { ink: '#1f2328', faint: '#59636e', fill: '#f6f8fa', line: '#d1d9e0', accent: '#0969da' },
  dark: { ink: '#f0f6fc', faint: '#9198a1', fill: '#151b23', line: '#3d444d', accent: '#4493f8' },
}

interface Box {
  x: number
  y: number
  width: number
  height: number
  title: Text
  /** Where it is in the repository. */
  room?: string
  lines: Text[]
}

const BOXES: Box[] = [
  {
    x: 16,
    y: 52,
    width: 168,
    height: 196,
    title: text('Your app', '你的小程序'),
    lines: [
      text('request, uploads', '请求、上传、下载'),
      text('errors, rejections', '错误、Promise 拒绝'),
      text('App, Page, Component', 'App、Page、Component'),
      text('runtime entries', '运行时性能条目'),
      text('captureError, log …', 'captureError、log 等'),
    ],
  },
  {
    x: 232,
    y: 52,
    width: 168,
    height: 84,
    title: text('Driver and adapter', '平台驱动与适配器'),
    room: 'core/platforms, adapters',
    lines: [text('patch, guard, undo', '包装、防护、还原')],
  },
  {
    x: 232,
    y: 164,
    width: 168,
    height: 84,
    title: text('Instrumentations', '采集'),
    room: 'core/instrumentations',
    lines: [text('events become signals', '把发生的事变成信号')],
  },
  {
    x: 232,
    y: 276,
    width: 168,
    height: 84,
    title: text('Meter', '聚合'),
    room: 'core/metrics',
    lines: [text('histograms, bounded', '直方图，序列有上限')],
  },
  {
    x: 448,
    y: 52,
    width: 168,
    height: 308,
    title: text('Pipeline', '管道'),
    room: 'core/processors',
    lines: [
      text('page, session, user', '页面、会话、用户'),
      text('consent', '用户同意'),
      text('device', '设备信息'),
      text('sample', '采样'),
      text('limit: merge, rate', '限流：合并、限速'),
      text('redact', '脱敏'),
      text('your beforeSend', '你的 beforeSend'),
    ],
  },
  {
    x: 664,
    y: 52,
    width: 168,
    height: 196,
    title: text('Outbox', '发件箱'),
    room: 'core/outbox',
    lines: [
      text('bounded, by importance', '容量有上限，按重要性取舍'),
      text('at most 2 in flight', '同时至多 2 个请求'),
      text('back-off, splitting', '退避重试、拆分'),
      text('every loss is counted', '每次丢弃都计数'),
    ],
  },
  {
    x: 664,
    y: 276,
    width: 168,
    height: 84,
    title: text("The app's storage", '小程序存储'),
    lines: [text('on hide, on failure', '切后台、发送失败时')],
  },
  {
    x: 880,
    y: 52,
    width: 168,
    height: 84,
    title: text('Exporters', '导出'),
    room: 'core/exporters',
    lines: [text('OTLP, SkyWalking', 'OTLP、SkyWalking')],
  },
  {
    x: 880,
    y: 164,
    width: 168,
    height: 84,
    title: text('Your collector', '你的后端'),
    lines: [text('/v1/logs, /v1/metrics …', '/v1/logs、/v1/metrics 等')],
  },
]

/** Polylines; the last point has the head. */
const ARROWS: [x: number, y: number][][] = [
  [
    [184, 94],
    [232, 94],
  ],
  [
    [316, 136],
    [316, 164],
  ],
  [
    [316, 248],
    [316, 276],
  ],
  [
    [400, 206],
    [448, 206],
  ],
  [
    [400, 318],
    [448, 318],
  ],
  [
    [616, 150],
    [664, 150],
  ],
  [
    [724, 248],
    [724, 276],
  ],
  [
    [772, 276],
    [772, 248],
  ],
  [
    [832, 94],
    [880, 94],
  ],
  [
    [964, 136],
    [964, 164],
  ],
]

function escape(value: string) {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/'/g, '&#39;')
}

function draw(theme: Theme, language: Language): string {
  const write = (x: number, y: number, style: string, value: string) =>
    `  <text x="${x}" y="${y}" ${style}>${escape(value)}</text>`
  const box = ({ x, y, width, height, title, room, lines }: Box): string[] => {
    const first = y + (room ? 65 : 51)
    return [
      `  <rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${theme.fill}" stroke="${theme.line}"/>`,
      write(x + 14, y + 25, `font-weight="600" font-size="14" fill="${theme.ink}"`, title[language]),
      ...(room ? [write(x + 14, y + 42, `class="code" font-size="10.5" fill="${theme.accent}"`, room)] : []),
      ...lines.map((line, i) =>
        write(x + 14, first + i * 24, `font-size="12.5" fill="${theme.faint}"`, line[language]),
      ),
    ]
  }
  const arrow = (points: [number, number][]): string =>
    `  <polyline points="${points.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${theme.accent}" stroke-width="1.5" marker-end="url(#head)"/>`
  const titles: Text = text(
    'From an event in the app to the collector: driver, instrumentation, pipeline, outbox, exporter',
    '从小程序中的事件到后端：驱动、采集、管道、发件箱、导出',
  )
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 40 1064 332" width="1064" height="332" role="img" font-family="-apple-system, BlinkMacSystemFont, &quot;Segoe UI&quot;, &quot;PingFang SC&quot;, &quot;Microsoft YaHei&quot;, &quot;Noto Sans CJK SC&quot;, sans-serif">',
    `  <title>${escape(titles[language])}</title>`,
    '  <style>.code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }</style>',
    `  <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="${theme.accent}"/></marker></defs>`,
    ...BOXES.flatMap(box),
    ...ARROWS.map(arrow),
    '</svg>',
    '',
  ].join('\n')
}

/** By path from the top of the repository. */
export function drawings(): Record<string, string> {
  const all: Record<string, string> = {}
  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'zh'] as const)
      all[`docs/images/flow.${language}.${theme}.svg`] = draw(themes[theme], language)
  return all
}
