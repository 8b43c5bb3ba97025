import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'

export interface Definition {
  readonly kind: 'page' | 'component'
  readonly options: Loose
}

/** What App(), Page(), Component() and Behavior() were called with. */
export interface Registry {
  /** The functions for the app. */
  readonly functions: { App: Loose; Page: Loose; Component: Loose; Behavior: Loose; getApp: Loose }
  readonly definitions: Map<string, Definition>
  readonly behaviors: Map<Loose, Loose>
  /** The app's instance once App() was called. */
  readonly app: Loose
  /** Runs a hook of the app's instance if it has one and the platform knows it. */
  appHook(name: string, ...args: Loose[]): void
  /** Registrations inside `evaluate` belong to this path. */
  during(path: string, evaluate: () => void): void
}

export function createRegistry(host: Host, onApp: () => void): Registry {
  const { realm, thread, missing } = host
  const definitions = new Map<string, Definition>()
  const behaviors = new Map<Loose, Loose>()
  let app: Loose
  /** What stands for the app before there is one: docs/platforms/wechat.md#independent */
  let standIn: Loose
  let current = ''

  const define = (kind: Definition['kind']) => (options: Loose) => {
    if (thread.alive) definitions.set(current, { kind, options: options ?? realm.object() })
  }
  const registry: Registry = {
    functions: {
      App(options: Loose) {
        if (!thread.alive) return
        app = realm.object()
        for (const from of [options ?? {}, standIn ?? {}]) for (const key in from) app[key] = from[key]
        onApp()
      },
      Page: define('page'),
      Component: define('component'),
      Behavior(options: Loose) {
        const token = `behavior_${behaviors.size + 1}`
        behaviors.set(token, options)
        return token
      },
      getApp: (options?: { allowDefault?: boolean }) =>
        app ?? (options?.allowDefault ? (standIn ??= realm.object()) : undefined),
    },
    definitions,
    behaviors,
    get app() {
      return app
    },
    appHook(name, ...args) {
      if (app && !missing.has(name)) thread.call(`App.${name}`, app[name], app, args)
    },
    during(path, evaluate) {
      const before = current
      current = path
      try {
        evaluate()
      } finally {
        current = before
      }
    },
  }
  return registry
}
