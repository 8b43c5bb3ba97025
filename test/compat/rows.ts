/** Everything that is tried now and then. What comes more often belongs into test/e2e. */
import { installRow } from './install.ts'
import { managerRow } from './managers.ts'
import { mpxRow } from './mpx.ts'
import { nodeRow } from './node.ts'
import type { Row } from './row.ts'
import { taroRow } from './taro.ts'
import { typescriptRow } from './typescript.ts'
import { uniRow } from './uni-app.ts'
import { uni2Row } from './uni-app-2.ts'
import { vue2Row } from './vue2.ts'

const CANARY = '19.3.0-canary-ff8f88fc-20260915'
const UNI = '3.0.0-5000720260410001'
const UNI_ALPHA = '3.0.0-alpha-5020620260914001'

export const ROWS: Row[] = [
  nodeRow(22),
  nodeRow(24),
  managerRow('pnpm 12'),
  managerRow('Yarn 1'),
  managerRow('Yarn 4'),
  typescriptRow('4.7', 'node16', 'node10'),
  typescriptRow('5.0', 'bundler', 'node16', 'node10'),
  typescriptRow('5.9', 'bundler', 'node16', 'node10'),
  typescriptRow('7.0', 'bundler', 'node16'),
  installRow(
    'React',
    ['17', '18', '19', CANARY].map((version) => [`react@${version}`, `react-dom@${version}`]),
  ),
  installRow(
    'Vue',
    ['2.7', '3.3', '3.5', '3.6.0-rc.9'].map((version) => [`vue@${version}`]),
  ),
  installRow('Taro', ['3.6.40', '4.2.1'].map(taroOf)),
  installRow('uni-app', [
    [`@dcloudio/uni-app@${UNI}`, 'vue@3.4.21'],
    [`@dcloudio/uni-app@${UNI_ALPHA}`, 'vue@3.5'],
  ]),
  taroRow({ taro: '3.6.40', version: '18.3.1', kit: 'init' }),
  taroRow({ taro: '3.6.40', version: '18.3.1' }),
  taroRow({ taro: '3.6.40', version: '18.3.1', target: 'h5' }),
  taroRow({ taro: '3.6.40', framework: 'vue3', version: '3.3.13' }),
  taroRow({ taro: '4.1.11', version: '18.3.1' }),
  taroRow({ taro: '4.2.1', version: '18.3.1' }),
  // the registry has no plugin-framework-vue3 of 4.2.1
  taroRow({ taro: '4.2.0', framework: 'vue3', version: '3.3.13' }),
  taroRow({ taro: '4.2.0', framework: 'vue3', version: '3.5.45' }),
  taroRow({ taro: '4.2.0', framework: 'vue3', version: '3.5.45', target: 'h5' }),
  uniRow({ uni: UNI, vue: '3.5.45', target: 'mp-weixin' }),
  uniRow({ uni: UNI, vue: '3.5.45', target: 'h5' }),
  uniRow({ uni: UNI_ALPHA, types: '3.4.31', vue: '3.5.45', target: 'mp-weixin' }),
  uni2Row(),
  vue2Row(),
  mpxRow(),
]

/** What an app of Taro's has at run time. */
function taroOf(version: string): string[] {
  const own = ['components', 'helper', 'plugin-framework-react', 'react', 'runtime', 'shared', 'taro']
  return [...own.map((name) => `@tarojs/${name}@${version}`), 'react@18', 'react-dom@18']
}
