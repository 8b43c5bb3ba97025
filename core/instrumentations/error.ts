import type { Instrumentation } from '../instrumentation.ts'
import { createErrorReader } from '../internal/error.ts'
import { undoAll, type Undo } from '../internal/guard.ts'
import { pathOf } from '../internal/path.ts'
import { EXCEPTION_COMPONENT_STACK } from '../names.ts'
import type { Attributes } from '../signal.ts'
import { createMissed } from './missed.ts'

/** Uncaught errors, unhandled rejections and pages that do not exist. */
export function errorInstrumentation(): Instrumentation {
  return {
    name: 'error',
    install(context): Undo {
      const { platform, framework, report } = context
      const missed = createMissed(context)
      const readError = createErrorReader()
      const see = (
        type: 'js' | 'promise',
        door: string,
        error: unknown,
        { page, componentStack, stack }: { page?: string; componentStack?: string; stack?: string } = {},
      ) => {
        const attributes: Attributes = {}
        if (componentStack) attributes[EXCEPTION_COMPONENT_STACK] = componentStack
        report(Object.assign({ type, door, page, attributes }, readError(error, stack)))
      }
      const undos: Undo[] = [
        platform.on('error', (error, stack) => see('js', 'platform.error', error, { stack })),
        platform.on('rejection', (reason) => {
          see('promise', 'platform.rejection', reason)
          missed(reason)
        }),
        platform.on('pageNotFound', (path) => {
          const page = pathOf(path)
          const message = 'page not found: ' + page
          report({ type: 'pageNotFound', door: 'platform.pageNotFound', message, page })
        }),
        framework.observeErrors((e) => see(e.type || 'js', 'framework.' + e.source, e.error, e)),
      ]
      return () => undoAll(context.guard, undos)
    },
  }
}
