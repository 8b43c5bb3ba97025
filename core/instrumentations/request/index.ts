import type { Context } from '../../context.ts'
import type { Instrumentation } from '../../instrumentation.ts'
import { undoAll } from '../../internal/guard.ts'
import { hexId } from '../../internal/id.ts'
import type { CallObserver } from '../../platform.ts'
import type { Claims, createClaims } from './claims.ts'
import { headersOf } from './headers.ts'
import { createRequests, type Requests, type Wanted } from './requests.ts'
import type { Trace } from './tracing.ts'

interface RequestOptions extends Wanted {
  /** Needed where frameworks tell of requests of their own. */
  claims?: typeof createClaims
}

/**
 * Requests, uploads and downloads: the duration histogram, error logs, and a span with its headers. Each counts once: by
 * the platform's call, or by the framework's if the patch does not see what the framework sends.
 */
export function requestInstrumentation(options: RequestOptions): Instrumentation {
  return {
    name: 'request',
    install(context) {
      const { framework, guard, platform } = context
      const requests = createRequests(context, options)
      const claims = options.claims && framework.observeRequests && options.claims(context, requests)
      const undos = [claims && claims.undo]
      if (platform.observeRequests) {
        const { patched, undo } = platform.observeRequests(observer(context, requests, options.trace, claims))
        // the same object: more comes to light later
        context.patched = Object.assign(patched, context.patched)
        undos.push(undo)
      }
      return () => undoAll(guard, undos)
    },
  }
}

/** Sees the platform's calls. */
function observer(
  { random }: Context,
  { follow, restart, start }: Requests,
  trace: Trace | undefined,
  claims: Claims | undefined,
): CallObserver {
  return (call) => {
    const claimed = claims && claims.claim(call)
    const request = claimed || start(call)
    if (!request) return undefined
    if (claimed) restart(claimed, call)
    // a retry that carries the headers of the first try stays in its trace, as a call of its own
    const first = claims && !claimed ? claims.giver(call) : undefined
    if (first) follow(request, first.traced!.span.traceId, hexId(random, 16))
    else if (trace) follow(request, request.traceId)
    if (request.traced) {
      if (first) request.traced.parent = first.traced!.parent
      request.header = headersOf(request, first)
    }
    return request
  }
}
