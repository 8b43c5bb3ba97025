import { text } from '../data/text.ts'
import type { Section } from './sections.ts'

/* How to get the package: whole in the READMEs, a link to them everywhere else. `published` of .ci/publish.json decides. */

const COMMAND = '```sh\nnpm install mini-monitor\n```'

const words = {
  build: text(
    'The package is not on the npm registry yet. Clone [this repository](.) beside your app and run `npm install`, `npm run build` and `npm pack ./dist` in it; then run `npm install ../mini-monitor/mini-monitor-{version}.tgz` in your app.',
    '尚未发布到 npm。把[本仓库](.)克隆到应用目录旁边，在仓库中依次运行 `npm install`、`npm run build`、`npm pack ./dist`，再到应用目录运行 `npm install ../mini-monitor/mini-monitor-{version}.tgz`。',
  ),
  elsewhere: text(
    'The package is not on the npm registry yet: [the README says how to get it](../README.md#install).',
    '尚未发布到 npm，获取方式见 [README](../README.zh-CN.md#安装)。',
  ),
}

export function installSections(published: boolean, version: string): Record<'get' | 'install', Section> {
  return {
    get: (language) => (published ? COMMAND : words.build[language].replace('{version}', version)),
    install: (language) => (published ? COMMAND : words.elsewhere[language]),
  }
}
