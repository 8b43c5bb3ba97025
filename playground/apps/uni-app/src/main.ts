import { createSSRApp } from 'vue'
import { createMonitor, registerInterceptor } from 'mini-monitor/uni-app'
import App from './App.vue'
import { options } from './monitor'
import { seen } from './services/seen'

// Before anything else, for those who want requests only.
if (__START__ === 'interceptor' || __START__ === 'all') registerInterceptor(options)

export function createApp() {
  const app = createSSRApp(App)
  if (__START__ === 'use' || __START__ === 'all') app.use(createMonitor(options))
  // As the documentation of Vue has it. Without the call, uni-app's own handler would be gone, and App.onError with it.
  const { errorHandler } = app.config
  app.config.errorHandler = (error, instance, info) => {
    seen('errorHandler', error)
    errorHandler?.(error, instance, info)
  }
  return { app }
}
