import type { Diagnostics } from './diagnostics.ts'
import type { Send } from './exporter.ts'
import type { Context } from './instrumentation.ts'
import { textOf } from './internal/diag.ts'
import { noop, undoAll, type Undo } from './internal/guard.ts'
import { hexId } from './internal/id.ts'
import { cleanUrl } from './internal/url.ts'
import { createAccount } from './outbox/account.ts'
import { createOutbox } from './outbox/outbox.ts'
import type { Parts } from './parts.ts'
import { createPipeline } from './pipeline.ts'
import type { Why } from './processor.ts'
import { createReporter } from './reporter.ts'
import { createSession } from './session.ts'
import type { DropReason, Signal, SignalKind } from './signal.ts'
import { createUserApi, type UserApi } from './user-api.ts'

/** The only object that users hold. */
export interface Monitor extends UserApi {
  /** Takes in a signal in the kit's own form. */
  emit(signal: Signal): void
  /** Counts and logs what `record` was given and no back end would take. */
  refuse(kind: SignalKind, reason: string): void
  /** True releases what is held; false erases it, also from storage, and stops. */
  setConsent(granted: boolean): void
  /** Resolves when what was pending has been delivered or given up for now. */
  flush(): Promise<void>
  /** Flushes, stores the rest, and leaves everything as it was before. */
  shutdown(): Promise<void>
  diagnostics(): Diagnostics
}

type Sort = keyof Parts['settings']['sampling']

/** What is emitted later; more are emitted at once. */
const MAX_LATE = 50

/** The start must not wait longer for what storage and network type have to say. */
const START_PATIENCE = 250

const STATES = { granted: 'running', pending: 'waiting for consent', denied: 'consent denied' }

/** Puts the parts together. */
export function createMonitor(parts: Parts): Monitor {
  const { platform, framework, clock, diag, guard, settings } = parts
  const account = createAccount()
  const appRequests = { active: 0 }
  const patched: Record<string, boolean> = {}
  const late: (() => Signal | undefined)[] = []
  // 18 digits are whole groups of base64, which sw8 then encodes once; 14 are W3C's random part
  const run = hexId(parts.random, 18)
  const session = createSession(Object.assign({ storage: platform.storage }, parts))
  let consent = settings.consent
  let opened = false
  let hidden = false
  let stopped: Promise<void> | undefined

  const meter = parts.meter({
    clock,
    redact: (attributes) => parts.redact(attributes, context.cleanUrl),
    touch,
    overflow: () => context.drop('metric', 'queue_full'),
  })
  const context: Context = Object.assign({}, parts, {
    meter,
    appRequests,
    patched,
    page() {
      const page = guard.run(
        'page',
        () => (framework.currentPage && framework.currentPage()) || platform.currentPage(),
      )
      return typeof page === 'string' ? page : ''
    },
    session: session.id,
    traceId: () => run + hexId(parts.random, 14),
    consent: () => consent,
    cleanUrl(url: string) {
      const hook = settings.redactUrl
      const clean: unknown = hook ? hook(cleanUrl(url)) : cleanUrl(url)
      if (typeof clean !== 'string') throw new TypeError('redactUrl returned no text')
      return clean
    },
    emit: (signal: Signal) => pipeline.emit(signal),
    emitLater(make: () => Signal | undefined) {
      if (late.push(make) === 1) touch()
      if (late.length >= MAX_LATE) catchUp()
    },
    catchUp,
    report: createReporter(Object.assign({ emit: (signal: Signal) => pipeline.emit(signal) }, parts)),
    keep: (sort: Sort) => kept('session') && kept(sort),
    touch,
    drop(kind: SignalKind, reason: DropReason) {
      account.add('taken', kind)
      account.drop(kind, reason)
    },
  })
  const kept = (sort: Sort) =>
    settings.sampling[sort] >= 1 ||
    !parts.shareOf ||
    parts.shareOf(session.id(), sort) < settings.sampling[sort]

  const pipeline = createPipeline({
    capture: parts.capture(context),
    processors: parts.processors.map((factory) => factory(context)),
    beforeSend: settings.beforeSend,
    guard,
    account,
    accept: (signal) => outbox.accept(signal),
    release(signal) {
      if (signal.kind !== 'log' && signal.kind !== 'span') return
      const id = signal.attributes['session.id']
      if (id) signal.attributes['session.id'] = session.settled(id as string)
    },
  })
  const outbox = createOutbox(
    Object.assign({}, settings, parts, {
      account,
      send: (request: Parameters<Send>[0]) =>
        platform.request(Object.assign({ timeout: settings.timeout, leaving: hidden }, request)),
      appRequests,
      drain,
      review: pipeline.review,
    }),
  )

  function touch(): void {
    if (opened && !stopped) outbox.touch()
  }

  function catchUp(): void {
    late.splice(0).forEach((make) => {
      const signal = guard.run('emitLater', make)
      if (signal) pipeline.emit(signal)
    })
  }

  function drain(why: Why): void {
    if (!opened) return
    catchUp()
    pipeline.drain(why)
    meter.drain().forEach(pipeline.emitAggregate)
    const report = outbox.dropReport()
    if (report) pipeline.emitAggregate(report)
  }

  let ready: Promise<void> = Promise.resolve()
  const calm = (asked: unknown) => Promise.resolve(asked).then(noop, (error) => diag.error('start', error))

  /** With consent: finds the session, and what else has to be asked, then lets through what waits. */
  function open(): void {
    const before = calm(parts.predecessor)
    const asked = [before, calm(guard.run('session', session.load)), calm(pipeline.prepare())]
    let late = noop
    const patience = new Promise<void>((resolve) => (late = clock.after(START_PATIENCE, resolve)))
    const mine: Promise<void> = Promise.race([Promise.all(asked), patience])
      .then(() => {
        late()
        letThrough()
        return before
      })
      .then(() => {
        // given, withdrawn and given again: the last one does it
        if (!opened || ready !== mine) return undefined
        if (parts.takeOver) guard.run('takeOver', () => parts.takeOver!(context))
        return calm(outbox.open())
      })
    ready = mine
  }

  function letThrough(): void {
    if (consent !== 'granted' || opened) return
    opened = true
    pipeline.open()
    touch()
    if (hidden) hide()
  }

  function hide(): void {
    session.saveNow()
    outbox.hide()
  }

  function end(reason: DropReason): void {
    opened = false
    pipeline.shut(reason)
    catchUp()
    // all of it is refused there, and counted
    meter.drain().forEach(pipeline.emit)
  }

  function withdraw(): void {
    end('consent_denied')
    session.erase()
    void outbox.erase()
  }

  const undos: (Undo | undefined)[] = []
  parts.instrumentations.forEach((instrumentation) => {
    undos.push(guard.run(instrumentation.name, () => instrumentation.install(context)))
  })
  undos.push(
    guard.run('hide', () =>
      platform.on('hide', () => {
        hidden = true
        if (opened) hide()
        // not even the start is worth a loss
        else letThrough()
      }),
    ),
    guard.run('show', () =>
      platform.on('show', () => {
        hidden = false
        if (opened) outbox.show()
      }),
    ),
  )

  const monitor: Monitor = Object.assign(createUserApi(context, parts.sampler, parts.ambient), {
    // a copy in plain JSON: raw data is the user's, who may do anything with it
    emit: (signal: Signal) => pipeline.emit(guard.run('emit', () => JSON.parse(JSON.stringify(signal)))),
    refuse(kind: SignalKind, reason: string) {
      diag.warn('record("' + kind + '") was refused: ' + textOf(reason))
      context.drop(kind, 'invalid')
    },
    setConsent(granted: boolean) {
      const before = consent
      consent = granted === true ? 'granted' : 'denied'
      if (consent === before) return
      if (consent === 'denied') {
        if (stopped) void stopped.then(withdraw)
        else withdraw()
      } else if (!stopped) {
        // what was measured while it was not allowed
        if (before === 'denied') meter.clear()
        open()
      }
    },
    flush: () => stopped || ready.then(() => (opened ? outbox.flush() : undefined)),
    shutdown() {
      if (stopped) return stopped
      undoAll(guard, undos)
      stopped = calm(ready.then(() => (opened ? outbox.close(settings.timeout) : undefined))).then(() =>
        end('shutdown'),
      )
      if (parts.onShutdown) parts.onShutdown(monitor, stopped)
      return stopped
    },
    diagnostics(): Diagnostics {
      catchUp()
      // a copy, that stays as it is
      return JSON.parse(
        JSON.stringify({
          state: stopped ? 'stopped' : STATES[consent],
          platform: platform.name,
          framework: framework.name,
          taken: account.taken,
          restored: account.restored,
          delivered: account.delivered,
          dropped: account.dropped,
          pending: pipeline.held(outbox.pending()),
          stored: outbox.stored(),
          collector: outbox.lanes(),
          patched,
          errors: diag.errors,
          warnings: diag.warnings,
        }),
      )
    },
  })
  if (consent === 'granted') open()
  else if (consent === 'denied') withdraw()
  return monitor
}
