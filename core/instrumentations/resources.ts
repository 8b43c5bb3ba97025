import type { Instrumentation } from '../instrumentation.ts'
import { noop } from '../internal/guard.ts'
import { placeOf } from '../internal/url.ts'
import { SERVER_ADDRESS } from '../names.ts'
import type { FailedResource } from '../platform.ts'

/** Scripts, style sheets, images and the like that did not load: an error log each. */
export function resourcesInstrumentation(): Instrumentation {
  return {
    name: 'resources',
    install({ cleanUrl, drop, guard, platform, report }) {
      if (!platform.observeResources) return noop
      return platform.observeResources(({ element, url }: FailedResource) => {
        const clean = guard.run('redactUrl', cleanUrl, url)
        if (clean === undefined) return drop('log', 'before_send')
        report({
          type: 'resource',
          door: 'platform.resource',
          message: element + ' ' + clean + ' failed to load',
          attributes: { [SERVER_ADDRESS]: placeOf(url).host },
        })
      })
    },
  }
}
