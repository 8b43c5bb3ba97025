import { mayBe } from './identity.ts'
import type { Identity, Trail } from './identity.ts'
import { createScope } from './scope.ts'
import type { Scope } from './scope.ts'

export const SCOPE_LIMIT = 40

/** Who sends, each found or begun. */
export function createScopes() {
  const scopes = new Map<string, Scope>()
  const keep = (scope: Scope): Scope => {
    scopes.set(idOf(scope.identity), scope)
    if (scopes.size > SCOPE_LIMIT) scopes.delete(scopes.keys().next().value as string)
    return scope
  }
  const fitting = (identity: Identity): Scope[] =>
    [...scopes.values()].filter((scope) => !scope.identity.partial && mayBe(identity, scope.identity))
  const known = (identity: Identity): Scope =>
    scopes.get(idOf(identity)) ?? keep(createScope({ ...identity }))
  return {
    /** @param trail of a segment that doesn't say all: it joins who left the same, and nobody where several did */
    of(identity: Identity, trail: Trail = { instance: '', page: '' }): Scope {
      if (identity.partial) return sender(fitting(identity), trail) ?? known(identity)
      const nameless = [...scopes.values()].find(
        (scope) => scope.identity.partial && mayBe(scope.identity, identity),
      )
      if (!nameless || fitting(nameless.identity).length > 0) return known(identity)
      // Nobody else but this one can have sent what only traced until now.
      scopes.delete(idOf(nameless.identity))
      Object.assign(nameless.identity, identity, { partial: undefined })
      return keep(nameless)
    },
    list: (): Scope[] => [...scopes.values()],
    clear: (): void => scopes.clear(),
  }
}

/** Of several versions the one that was seen last, of several frameworks none. */
function sender(all: Scope[], { instance, page }: Trail): Scope | undefined {
  const [first, ...others] = narrowed(
    narrowed(all, (scope) => instance !== '' && scope.instance === instance),
    ({ pages, requests }) => pages.has(page) || requests.page.has(page),
  ).sort((a, b) => b.lastSeen - a.lastSeen)
  return others.every(({ identity }) => identity.framework === first!.identity.framework) ? first : undefined
}

/** Those of whom it holds, all if it holds of none. */
function narrowed(all: Scope[], holds: (scope: Scope) => boolean): Scope[] {
  const some = all.filter(holds)
  return some.length > 0 ? some : all
}

function idOf({ service, platform, framework, version, partial }: Identity): string {
  return JSON.stringify([service, platform, framework, version, partial === true])
}
