import uni from '@dcloudio/vite-plugin-uni'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { options } from './src/monitor'

/** `START=plugin`: started by the build; `use`: by main.ts; `interceptor`: requests only; `all`; `none`: no kit at all. */
const start = process.env.START || 'plugin'

/** In the place of the package: everything is there and does nothing. */
const without = fileURLToPath(new URL('src/without', import.meta.url))

export default defineConfig(async () => ({
  plugins: [...(start === 'plugin' || start === 'all' ? [await kit()] : []), uni()],
  define: { __START__: JSON.stringify(start) },
  resolve: { alias: start === 'none' ? { 'mini-monitor/uni-app': without } : {} },
}))

async function kit(): Promise<Plugin> {
  const { miniMonitor } = await import('mini-monitor/uni-app/vite')
  return miniMonitor(options)
}
