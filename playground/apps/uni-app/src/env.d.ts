declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

/** How this build starts the monitor; see vite.config.ts. */
declare const __START__: 'plugin' | 'use' | 'interceptor' | 'all' | 'none'
