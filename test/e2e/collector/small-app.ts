import { readFileSync } from 'node:fs'
import type { Monitor } from '../../../core/index.ts'
import { createDevice, type PlatformName, type Quirks, type Runtime } from '../../../hosts/index.ts'

export interface SmallApp {
  runtime: Runtime
  monitor: Monitor
  /** As an app calls them. */
  kit: { record(kind: string, payload: unknown): void; flush(): Promise<void> }
}

/** The smallest app, with the one file of the package, as copied into it. `options`: of `init`, as its source. */
export function startSmallApp(platform: PlatformName, options: string, quirks: Quirks = {}): SmallApp {
  const device = createDevice({ platform, quirks: { apiAsParameter: false, ...quirks } })
  const runtime = device.start({
    files: {
      'app.json': JSON.stringify({ pages: ['pages/index/index'] }),
      'app.js': `const kit = require('./libs/mini-monitor.js')
        App({ kit, monitor: kit.init(${options}) })`,
      'libs/mini-monitor.js': readFileSync('dist/miniprogram/index.js', 'utf8'),
      'pages/index/index.js': 'Page({})',
    },
  })
  runtime.launch()
  return { runtime, ...(runtime.app as Pick<SmallApp, 'monitor' | 'kit'>) }
}
