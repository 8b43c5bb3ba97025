import { text, type Text } from '../text.ts'
import type { FrameworkName, Where } from './where.ts'

export type ValueType = 'string' | 'int' | 'double' | 'bool'

export interface Field {
  name: string
  type: ValueType
  when: Text
  source: Text
  /** Everywhere when left out. */
  where?: Where
  /** Frameworks of whose apps only those send it whose code gives it; none when left out. */
  given?: readonly FrameworkName[]
}

/** An attribute of logs, spans or data points; `on`: the sorts that carry it, all when left out. */
export interface Attribute extends Field {
  on?: readonly string[]
}

export const always = text('always', '始终')
export const fromKit = text('the kit', '本库')

export function set(option: string): Text {
  return text(`option \`${option}\``, `选项 \`${option}\``)
}

export const traceIdSource = text(
  'random, 32 hex digits; the first 18 stay the same until the app restarts',
  '随机数，32 位十六进制；应用重新启动前，前 18 位相同',
)
export const spanIdSource = text(
  'for the root, the last 16 digits of the trace id; otherwise random',
  '根 span 为 trace id 的后 16 位，其余为随机数',
)
export const page = text('a page is open', '已有页面打开')
export const pageSource = text('path of the current page, without query', '当前页面路径，不含查询参数')
export const http = text('always', '始终')
export const traced = text('the request was traced', '该请求被追踪')

export const truncated = text(
  'a text longer than 8192 characters was cut',
  '有文本超过 8192 个字符，已被截断',
)
