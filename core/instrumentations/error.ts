import { readError } from '../internal/error.ts'
import { undoAll, type Undo } from '../internal/guard.ts'
import type { Instrumentation } from '../instrumentation.ts'
import type { Attributes } from '../signal.ts'

/** Uncaught errors, unhandled rejections and pages that do not exist. */
export function errorInstrumentation(): Instrumentation {
  return {
    name: 'error',
    install(context): Undo {
      const { platform, framework, report } = context
      const see = (
        type: 'js' | 'promise',
        door: string,
        error: unknown,
        stack?: string,
        page?: string,
        component?: string,
      ) => {
        const read = readError(error, stack)
        const attributes: Attributes = {}
        if (component) attributes['exception.component_stack'] = component
        report({ type, door, message: read.message, stack: read.stack, page, attributes })
      }
      const undos: Undo[] = [
        platform.on('error', (error, stack) => see('js', 'platform.error', error, stack)),
        platform.on('rejection', (reason) => see('promise', 'platform.rejection', reason)),
        platform.on('pageNotFound', (path) => {
          const page = path.replace(/^\/+/, '').replace(/[?#].*$/, '')
          report({
            type: 'pageNotFound',
            door: 'platform.pageNotFound',
            message: 'page not found: ' + page,
            page,
          })
        }),
        framework.observeErrors((e) => {
          see(e.type || 'js', 'framework.' + e.source, e.error, undefined, e.page, e.componentStack)
        }),
      ]
      return () => undoAll(context.guard, undos)
    },
  }
}
