import type { Context } from '../context.ts'
import { textOf } from '../internal/diag.ts'
import { noop, undoAll, type Undo } from '../internal/guard.ts'
import { hexId } from '../internal/id.ts'
import { cleanUrl } from '../internal/url.ts'
import { count, createAccount, lose } from '../outbox/account.ts'
import { createOutbox } from '../outbox/outbox.ts'
import type { Why } from '../processor.ts'
import type { DropReason, Signal, SignalKind } from '../signal.ts'
import type { Diagnostics, Monitor } from './api.ts'
import type { Parts } from './parts.ts'
import { createPipeline } from './pipeline.ts'
import { createReporter } from './reporter.ts'
import { createSession } from './session.ts'
import { createUserApi } from './user-api.ts'

type Sort = keyof Parts['settings']['sampling']

/** What is emitted later; more are emitted at once. */
const MAX_LATE = 100

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
  const session = createSession(platform.storage, parts)
  const undos: (Undo | undefined)[] = []
  let consent = settings.consent
  let opened = false
  let hidden = false
  let stopped: Promise<void> | undefined
  let ready: Promise<void> = Promise.resolve()

  const touch = () => {
    if (opened && !stopped) outbox.touch()
  }
  const drain = (why: Why) => {
    if (!opened) return
    catchUp()
    pipeline.drain(why)
  }
  const drop = (kind: SignalKind, reason: DropReason) => {
    count(account.taken, kind, 1)
    lose(account, kind, reason, 1)
  }
  const emit = (signal: Signal) => pipeline.emit(signal)
  const catchUp = () =>
    late.splice(0).forEach((make) => {
      const signal = guard.run('emitLater', make)
      if (signal) emit(signal)
    })
  const kept = (sort: Sort) =>
    settings.sampling[sort] >= 1 ||
    !parts.shareOf ||
    parts.shareOf(session.id(), sort) < settings.sampling[sort]
  const clean = (url: string) => {
    const hook = settings.redactUrl
    const cleaned: unknown = hook ? hook(cleanUrl(url)) : cleanUrl(url)
    if (typeof cleaned !== 'string') throw new TypeError('redactUrl returned no text')
    return cleaned
  }

  const meter = parts.meter({
    clock,
    redact: (attributes) => parts.redact(attributes, clean),
    touch,
    overflow: () => drop('metric', 'queue_full'),
  })
  const context: Context = Object.assign({}, parts, {
    meter,
    appRequests,
    patched,
    page() {
      // not by the guard: each request asks
      try {
        const page: unknown = (framework.currentPage && framework.currentPage()) || platform.currentPage()
        if (typeof page === 'string') return page
      } catch (error) {
        diag.error('page', error)
      }
      return ''
    },
    session: session.id,
    traceId: () => run + hexId(parts.random, 14),
    consent: () => consent,
    cleanUrl: clean,
    emit,
    emitLater(make: () => Signal | undefined) {
      if (late.push(make) === 1) touch()
      if (late.length >= MAX_LATE) catchUp()
    },
    catchUp,
    report: createReporter(parts, emit),
    keep: (sort: Sort) => kept('session') && kept(sort),
    touch,
    drop,
  })
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
      platform.request(Object.assign({ timeout: settings.timeout, leaving: hidden }, request)),
    appRequests,
    drain,
    review: pipeline.review,
  })

  const calm = (ask: () => unknown): Promise<void> =>
    new Promise((resolve) => resolve(ask())).then(noop, (error) => diag.error('start', error))

  /** With consent: finds the session, and what else has to be asked, then lets through what waits. */
  function open(): void {
    const before = calm(() => parts.predecessor)
    const asked = Promise.all([before, calm(session.load), calm(pipeline.prepare)])
    const patience = new Promise((resolve) => clock.after(START_PATIENCE, () => resolve(0)))
    const mine: Promise<void> = Promise.race([asked, patience])
      .then(() => {
        letThrough()
        return before
      })
      .then(() => {
        // given, withdrawn and given again: the last one does it
        if (!opened || ready !== mine) return undefined
        if (parts.takeOver) guard.run('takeOver', parts.takeOver, context)
        return calm(outbox.open)
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
  }

  function withdraw(): void {
    end('consent_denied')
    session.erase()
    void outbox.erase()
  }

  const install = (name: string, fn: () => Undo) => void undos.push(guard.run(name, fn))
  parts.instrumentations.forEach((each) => install(each.name, () => each.install(context)))
  install('hide', () =>
    platform.on('hide', () => {
      hidden = true
      if (opened) hide()
      // not even the start is worth a loss
      else letThrough()
    }),
  )
  install('show', () =>
    platform.on('show', () => {
      hidden = false
      if (opened) outbox.show()
    }),
  )

  const monitor: Monitor = Object.assign(createUserApi(context, parts.sampler, parts.ambient), {
    // a copy in plain JSON: raw data is the user's, who may do anything with it
    emit: (signal: Signal) => emit(guard.run('emit', () => JSON.parse(JSON.stringify(signal)))),
    refuse(kind: SignalKind, reason: string) {
      diag.warn('record("' + kind + '") was refused: ' + textOf(reason))
      drop(kind, 'invalid')
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
        if (before === 'denied') {
          catchUp()
          meter.drain()
        }
        open()
      }
    },
    flush: () => stopped || ready.then(() => (opened ? outbox.flush() : undefined)),
    shutdown() {
      if (stopped) return stopped
      undoAll(guard, undos)
      stopped = calm(() => ready.then(() => (opened ? outbox.close(settings.timeout) : undefined))).then(() =>
        end('shutdown'),
      )
      if (parts.onShutdown) parts.onShutdown(monitor, stopped)
      return stopped
    },
    diagnostics(): Diagnostics {
      catchUp()
      const own = {
        unreported: undefined,
        state: stopped ? 'stopped' : STATES[consent],
        platform: platform.name,
        framework: framework.name,
        pending: pipeline.held(outbox.counts(false)),
        stored: outbox.counts(true),
        collector: outbox.lanes(),
        patched,
        errors: diag.errors,
        warnings: diag.warnings,
      }
      // a copy, that stays as it is
      return JSON.parse(JSON.stringify(Object.assign({}, account, own)))
    },
  })
  if (consent === 'granted') open()
  else if (consent === 'denied') withdraw()
  return monitor
}
