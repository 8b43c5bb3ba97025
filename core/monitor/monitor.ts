import type { Context } from '../context.ts'
import { textOf } from '../internal/diag.ts'
import { undoAll } from '../internal/guard.ts'
import { createAccount } from '../outbox/account.ts'
import { createOutbox } from '../outbox/outbox.ts'
import type { Signal, SignalKind } from '../signal.ts'
import type { Monitor, MonitorCore } from './api.ts'
import { createConsent } from './consent.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { createLate } from './late.ts'
import { createLife, type Life } from './life.ts'
import { createContext, createTraceIds } from './parts-context.ts'
import type { Parts } from './parts.ts'
import { createPipeline } from './pipeline.ts'
import { plainCopy } from './plain.ts'
import { createSession } from './session.ts'

/** Puts the parts together. */
export function createMonitor(parts: Parts): MonitorCore {
  const { diag, guard, platform, settings } = parts
  const traceId = createTraceIds(parts.random)
  const account = createAccount()
  const session = createSession(platform.storage, parts, () => context.onSession && context.onSession())
  const consent = createConsent(settings.consent)
  const emit = (signal: unknown) => pipeline.emit(signal)
  const touch = () => life.touch()
  const own = Object.assign(createLate(guard, emit, touch), {
    traceId,
    session: session.id,
    consent: consent.state,
    emit,
    touch,
  })
  const context = createContext(parts, account, own)
  const pipeline = createPipeline(
    parts,
    context,
    account,
    (signal) => outbox.accept(signal),
    (signal) => {
      if (signal.kind === 'log' || signal.kind === 'span') session.settle(signal.attributes)
    },
  )
  const outbox = createOutbox(parts, {
    account,
    send: (request) =>
      platform.request(Object.assign({ timeout: settings.timeout, leaving: life.isHidden() }, request)),
    appRequests: context.appRequests,
    drain: pipeline.drain,
    review: pipeline.review,
  })
  const life = createLife(parts, context, session, pipeline, outbox)
  const undos = install(parts, context, life)
  const monitor: MonitorCore = {
    equip: (make) => Object.assign(monitor, make(context, parts.sampler, parts.ambient)) as Monitor,
    // a copy: raw data is the user's, who may do anything with it
    emit: (signal: Signal) => emit(guard.run('emit', plainCopy, signal)),
    refuse(kind: SignalKind, reason: string) {
      diag.warn('record("' + kind + '") was refused: ' + textOf(reason))
      context.drop(kind, 'invalid')
    },
    setConsent: consent.set,
    flush: life.flush,
    shutdown() {
      undoAll(guard, undos)
      return life.stop((done) => parts.onShutdown && parts.onShutdown(monitor, done))
    },
    diagnostics() {
      context.catchUp()
      return diagnosticsOf(context, life.isStopped(), !parts.unstored, account, pipeline, outbox)
    },
  }
  consent.start(life)
  return monitor
}

/** Lets the instrumentations observe, and watches the app come and go. */
function install({ guard, instrumentations, platform }: Parts, context: Context, life: Life) {
  const undos = instrumentations.map((each) => guard.run(each.name, () => each.install(context)))
  const events = ['hide', 'show'] as const
  return undos.concat(events.map((event) => guard.run(event, () => platform.on(event, life[event]))))
}
