import { mayBe } from './identity.ts'
import type { Identity } from './identity.ts'
import { createScope } from './scope.ts'
import type { Scope } from './scope.ts'

export const SCOPE_LIMIT = 40

/** Who sends, each found or begun; a segment that doesn't tell its framework or version joins whoever does. */
export function createScopes() {
  const scopes = new Map<string, Scope>()
  const keep = (scope: Scope): Scope => {
    scopes.set(idOf(scope.identity), scope)
    if (scopes.size > SCOPE_LIMIT) scopes.delete(scopes.keys().next().value as string)
    return scope
  }
  return {
    of(identity: Identity): Scope {
      const known = scopes.get(idOf(identity))
      if (known) return known
      const all = [...scopes.values()]
      if (identity.partial) {
        const fitting = all.filter((scope) => mayBe(identity, scope.identity))
        const newest = fitting.reduce<Scope | undefined>(
          (a, b) => (a && a.lastSeen > b.lastSeen ? a : b),
          undefined,
        )
        return newest ?? keep(createScope({ ...identity }))
      }
      const nameless = all.find((scope) => scope.identity.partial && mayBe(scope.identity, identity))
      if (!nameless) return keep(createScope({ ...identity }))
      // What only traced until now: it is this one.
      scopes.delete(idOf(nameless.identity))
      Object.assign(nameless.identity, identity, { partial: undefined })
      return keep(nameless)
    },
    list: (): Scope[] => [...scopes.values()],
    clear: (): void => scopes.clear(),
  }
}

function idOf({ service, platform, framework, version, partial }: Identity): string {
  return JSON.stringify([service, platform, framework, version, partial === true])
}
