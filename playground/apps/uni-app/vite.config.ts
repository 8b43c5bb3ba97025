import uni from '@dcloudio/vite-plugin-uni'
import { fileURLToPath } from 'node:url'
import { defineConfig, type AliasOptions, type Plugin } from 'vite'
import { options } from './src/monitor'

/** `START=plugin`: started by the build; `use`: by main.ts; `interceptor`: requests only; `all`; `none`: no kit at all. */
const start = process.env.START || 'plugin'

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url))

export default defineConfig(async () => ({
  plugins: [...(start === 'plugin' || start === 'all' ? [await kit()] : []), uni()],
  define: { __START__: JSON.stringify(start) },
  resolve: { alias: places() },
}))

/** `MORE_OPTIONS`: JSON, for tests of what the build plug-in does with it. */
async function kit(): Promise<Plugin> {
  const { miniMonitor } = await import('mini-monitor/uni-app/vite')
  return miniMonitor({ ...options, ...JSON.parse(process.env.MORE_OPTIONS || '{}') })
}

/** What stands in the place of the package from npm: nothing that does anything, or the one from the plug-in market. */
function places(): AliasOptions {
  const home = 'uni_modules/mini-monitor'
  if (process.env.UNI_MODULES)
    return {
      'mini-monitor/uni-app/MonitorProvider.vue': source(
        `${home}/components/mini-monitor-provider/mini-monitor-provider.vue`,
      ),
      'mini-monitor/uni-app': source(`${home}/js_sdk/index.js`),
    }
  return start === 'none' ? { 'mini-monitor/uni-app': source('without') } : {}
}
