import type { Any } from '../../internal/guard.ts'

/** Objects of the platforms themselves, of which a runtime may bring several: docs/platforms/bytedance.md#wx */
const PLATFORMS = /^(wx|my|dd|tt|swan|qq|jd|ks|xhs|uni)$/

/**
 * Where frameworks and promisers have put copies of the platform's functions before we came. What is called there passes
 * our patch by: docs/platforms/mini.md#copies. Copies in closures nobody can see.
 * @param global name of the platform object
 * @returns names of the functions that make requests
 */
export function copiesOf(api: Any, global: string, requestName: string): string[] {
  const found: string[] = []
  const lookInto = (holder: Any, prefix: string) => {
    for (const name of Object.getOwnPropertyNames(holder)) {
      const copy = own(holder, name)
      const request = own(copy, requestName)
      if (typeof request !== 'function' || copy === api || PLATFORMS.test(name)) continue
      // the very function, or one of that name beside another that no helper of an app's has
      if (request === api[requestName] || own(copy, 'setStorageSync'))
        found.push(prefix + name + '.' + requestName)
    }
  }
  // eslint-disable-next-line no-restricted-globals -- frameworks hang themselves there; without it there is less to see
  if (typeof globalThis === 'object') lookInto(globalThis, '')
  lookInto(api, global + '.')
  return found
}

/** Calls no accessor; undefined, too, for what refuses to be looked at. */
function own(holder: Any, name: string): Any {
  try {
    return Object.getOwnPropertyDescriptor(holder, name)!.value
  } catch (_) {
    return undefined
  }
}
