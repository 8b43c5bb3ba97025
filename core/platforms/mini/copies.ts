import type { Any } from '../../internal/guard.ts'

/** Objects of the platforms themselves, of which a runtime may bring several: docs/platforms/bytedance.md#wx */
const PLATFORMS = /^(wx|my|dd|tt|swan|qq|jd|ks|xhs|uni)$/

/**
 * Where frameworks and promisers have put copies of the platform's functions before we came. What is called there passes
 * our patch by: docs/platforms/mini.md#copies. Copies in closures nobody can see. Called before the patch; what it returns
 * looks into what was there by then, thousands of members, when there is time.
 * @param global name of the platform object
 * @returns gives the names of the functions that make requests
 */
export function copiesOf(api: Any, global: string, requestName: string): () => string[] {
  const bare: unknown = api[requestName]
  const isCopy = (holder: Any, name: string) => {
    const copy = own(holder, name)
    const request = own(copy, requestName)
    // the very function, or one of that name beside another that no helper of an app's has
    return typeof request === 'function' && copy !== api && (request === bare || own(copy, 'setStorageSync'))
  }
  const members = Object.getOwnPropertyNames(api)
  // eslint-disable-next-line no-restricted-globals -- frameworks hang themselves there; without it there is less to see
  const all: Any = typeof globalThis === 'object' ? globalThis : {}
  const globals = Object.getOwnPropertyNames(all)
  return () => {
    const found = globals.filter((name) => !PLATFORMS.test(name) && isCopy(all, name))
    const more = members.filter((name) => isCopy(api, name)).map((name) => global + '.' + name)
    return found.concat(more).map((path) => path + '.' + requestName)
  }
}

/** Calls no accessor; undefined, too, for what refuses to be looked at. Most members are nothing to look into. */
function own(holder: Any, name: string): Any {
  try {
    return Object(Object.getOwnPropertyDescriptor(Object(holder), name)).value
  } catch (_) {
    return undefined
  }
}
