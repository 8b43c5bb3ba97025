import { always, set, type Attribute, type Field } from './field.ts'
import { text } from '../text.ts'

export const RESOURCE: Attribute[] = [
  { name: 'service.name', type: 'string', when: always, source: set('service') },
  { name: 'service.version', type: 'string', when: always, source: set('serviceVersion') },
  {
    name: 'service.instance.id',
    type: 'string',
    when: text('only if set; never derived from the device', '仅在设置时；绝不从设备生成'),
    source: set('serviceInstance'),
  },
  {
    name: 'telemetry.sdk.name',
    type: 'string',
    when: always,
    source: text('`mini-monitor`', '`mini-monitor`'),
  },
  {
    name: 'telemetry.sdk.version',
    type: 'string',
    when: always,
    source: text("the kit's version", '本库版本号'),
  },
  { name: 'telemetry.sdk.language', type: 'string', when: always, source: text('`webjs`', '`webjs`') },
  {
    name: 'miniprogram.platform',
    type: 'string',
    when: always,
    source: text('detected, or option `platform`', '自动识别，或选项 `platform`'),
  },
  {
    name: 'miniprogram.framework',
    type: 'string',
    when: always,
    source: text(
      '`taro` or `uni-app` with their adapters, otherwise `native`',
      '使用对应适配器时为 `taro` 或 `uni-app`，其余为 `native`',
    ),
  },
]

export const SCOPE: Field[] = [
  { name: 'name', type: 'string', when: always, source: text('`mini-monitor`', '`mini-monitor`') },
  { name: 'version', type: 'string', when: always, source: text("the kit's version", '本库版本号') },
]
