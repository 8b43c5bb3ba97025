import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { driverOf, readBuildOptions, startModule, type MonitorPluginOptions } from '../../build/index.ts'

export type { MonitorPluginOptions } from '../../build/index.ts'

const PLUGIN = 'mini-monitor/uni-app/vite'
/** Ends in `.js`, so that uni-app compiles it as it does its own code: docs/platforms/uni-app.md#compiled */
const MODULE = 'virtual:mini-monitor/start.js'

/** What of Vite's plug-ins is used; none of its types, since each app has a Vite of its own. */
export interface VitePlugin {
  /** For messages of Vite's. */
  name: string
  /** Before those of uni-app. */
  enforce: 'pre'
  /** Looks for `main` and the app's versions. */
  configResolved(config: { root: string; logger?: { warn(message: string): void } }): void
  /** Knows the id of the generated module. */
  resolveId(id: string): string | undefined
  /** The source of that module. */
  load(id: string): string | undefined
  /** Puts its import into `main`. */
  transform(code: string, id: string): { code: string; map: null } | undefined
}

/**
 * The Vite plug-in: `plugins: [miniMonitor({ service, collector }), uni()]`. Starts the monitor before the app's own
 * code, with the driver of the target and no more parts than the options ask for; changes nothing else.
 * @throws Error, which stops the build, with the path of each option that is wrong
 */
export function miniMonitor(given: MonitorPluginOptions): VitePlugin {
  const { settings, config, parts } = readBuildOptions(PLUGIN, given)
  const driver = driverOf(process.env.UNI_PLATFORM || 'h5')
  let entry = ''
  let source = ''
  return {
    name: 'mini-monitor',
    enforce: 'pre',
    configResolved({ root, logger }) {
      checkVue(root)
      entry = entryOf(root)
      if (!driver) {
        const target = process.env.UNI_PLATFORM
        logger?.warn(`${PLUGIN}: there is no driver for "${target}": nothing is monitored in this build`)
        return
      }
      const module = config && moduleOf(root, config)
      source = startModule({ auto: 'mini-monitor/uni-app/auto', driver, settings, config: module, parts })
    },
    resolveId: (id) => (id === MODULE ? '\0' + MODULE : undefined),
    load: (id) => (id === '\0' + MODULE ? source : undefined),
    // on the same line, so that those of the app keep their numbers
    transform: (code, id) =>
      driver && fileOf(id) === entry ? { code: `import '${MODULE}';${code}`, map: null } : undefined,
  }
}

/** As Vite writes them: https://vite.dev/guide/api-plugin#path-normalization */
function fileOf(id: string) {
  return id.replace(/\\/g, '/').split('?', 1)[0]!
}

/** uni-app's own rule, `main` in the folder of the sources: docs/platforms/uni-app.md#main */
function entryOf(root: string): string {
  const folder = process.env.UNI_INPUT_DIR || join(root, 'src')
  const names = ['main.ts', 'main.js', 'main.uts'].map((name) => resolve(folder, name))
  return fileOf(names.find((file) => existsSync(file)) || names[0]!)
}

/** @throws Error where there is no such file */
function moduleOf(root: string, config: string): string {
  const file = resolve(root, config)
  const found = ['', '.ts', '.js', '.mjs'].map((end) => file + end).find((each) => existsSync(each))
  if (!found) throw new Error(`${PLUGIN}: option "config" names a module that is not there: ${file}`)
  return fileOf(found)
}

/** @throws Error where the app's Vue is not 3 */
function checkVue(root: string): void {
  const version = versionOf('vue', root)
  if (version && !version.startsWith('3.'))
    throw new Error(
      `${PLUGIN}: found Vue ${version}; supported is uni-app with Vue 3. Take the plug-in out of vite.config, or move ` +
        `the app to Vue 3 (docs/uni-app.md#versions)`,
    )
}

/** '' where there is none to be found, since uni-app brings its own: docs/platforms/uni-app.md#vue */
function versionOf(name: string, root: string): string {
  try {
    const entry = createRequire(join(root, 'package.json')).resolve(name)
    for (let folder = dirname(entry); ; folder = dirname(folder)) {
      const manifest = join(folder, 'package.json')
      const read = existsSync(manifest)
        ? (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; version?: string })
        : {}
      if (read.name === name) return read.version || ''
      if (folder === dirname(folder)) return ''
    }
  } catch {
    return ''
  }
}
