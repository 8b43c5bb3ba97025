import type { Identity } from './identity.ts'
import { createScope } from './scope.ts'
import type { Scope } from './scope.ts'

const SCOPE_LIMIT = 40

/** Who sends, found or begun; segments don't tell the framework and join whoever does. */
export function createScopes() {
  const scopes = new Map<string, Scope>()
  return {
    of(identity: Identity): Scope {
      const id = JSON.stringify([identity.service, identity.platform, identity.framework])
      const known = (identity.framework === '' && sameApp(scopes.values(), identity)) || scopes.get(id)
      if (known) return known
      const scope = createScope(identity)
      scopes.set(id, scope)
      if (scopes.size > SCOPE_LIMIT) scopes.delete(scopes.keys().next().value as string)
      return scope
    },
    /** Without those that only traced before their framework was known. */
    list(): Scope[] {
      const all = [...scopes.values()]
      const named = new Set(all.filter(({ identity }) => identity.framework).map(appOf))
      return all.filter(
        (scope) => scope.identity.framework !== '' || scope.durations.count > 0 || !named.has(appOf(scope)),
      )
    },
    clear: (): void => scopes.clear(),
  }
}

export type Scopes = ReturnType<typeof createScopes>

function sameApp(scopes: Iterable<Scope>, { service, platform }: Identity): Scope | undefined {
  for (const scope of scopes)
    if (scope.identity.service === service && scope.identity.platform === platform) return scope
  return undefined
}

function appOf({ identity }: Scope): string {
  return JSON.stringify([identity.service, identity.platform])
}
