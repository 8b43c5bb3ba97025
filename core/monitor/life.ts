import type { Context } from '../context.ts'
import type { Diag } from '../internal/diag.ts'
import { noop } from '../internal/guard.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { ConsentEffects } from './consent.ts'
import type { Parts } from './parts.ts'
import type { Pipeline } from './pipeline.ts'
import type { Session } from './session.ts'

/** The start must not wait longer for what storage and network type have to say. */
const START_PATIENCE = 250

/** When what is emitted goes where. */
export interface Life extends ConsentEffects {
  /** Something is held back that a flush in time is to pick up. */
  touch(): void
  hide(): void
  show(): void
  isHidden(): boolean
  /** Resolves when what was pending has been delivered or given up for now. */
  flush(): Promise<void>
  /** For good: flushes, and stores the rest; tells the first time that it is asked to. */
  stop(tell: (done: Promise<void>) => unknown): Promise<void>
  isStopped(): boolean
}

/**
 *            open()              all is known, or hide()
 *   closed ─────────▶ asking ──────────────────────────────▶ open
 *     ▲                  │                                     │
 *     └──────────────────┴───────── withdraw(), stop() ────────┘
 *
 * Where it is says the pipeline's gate. At first that holds what is emitted; once it has been open it drops it instead,
 * until it is open again. After `stop` nothing opens it.
 */
export function createLife(
  parts: Parts,
  context: Context,
  session: Session,
  pipeline: Pipeline,
  outbox: Outbox,
): Life {
  const { isOpen } = pipeline
  let hidden = false
  let ready: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | undefined

  function letThrough(): void {
    if (isOpen() || context.consent() !== 'granted') return
    pipeline.open()
    touch()
    if (hidden) leave(session, outbox)
  }

  function touch(): void {
    if (isOpen() && !stopped) outbox.touch()
  }

  return {
    touch,
    open() {
      if (stopped) return
      const mine = opening(parts, session, pipeline, letThrough, () =>
        // given, withdrawn and given again: the last one does it
        isOpen() && ready === mine ? resume(parts, context, outbox) : undefined,
      )
      ready = mine
    },
    forget: () => (stopped ? undefined : forget(context)),
    withdraw() {
      if (stopped) void stopped.then(() => erase(parts, context, session, pipeline, outbox))
      else erase(parts, context, session, pipeline, outbox)
    },
    hide() {
      hidden = true
      if (isOpen()) leave(session, outbox)
      // not even the start is worth a loss
      else letThrough()
    },
    show() {
      hidden = false
      if (isOpen()) outbox.show()
    },
    isHidden: () => hidden,
    flush: () => stopped || ready.then(() => (isOpen() ? outbox.flush() : undefined)),
    stop(tell) {
      if (stopped) return stopped
      const closed = ready.then(() => (isOpen() ? outbox.close(parts.settings.timeout) : undefined))
      stopped = calm(parts.diag, () => closed).then(() => pipeline.shut('shutdown'))
      tell(stopped)
      return stopped
    },
    isStopped: () => !!stopped,
  }
}

/** Asks what has to be known before the first signal goes out, for a moment, and then who came before. */
function opening(
  { clock, diag, predecessor }: Parts,
  session: Session,
  pipeline: Pipeline,
  letThrough: () => void,
  takeOver: () => Promise<void> | undefined,
): Promise<void> {
  const before = calm(diag, () => predecessor)
  const asked = Promise.all([before, calm(diag, session.load), calm(diag, pipeline.prepare)])
  const patience = new Promise<void>((resolve) => clock.after(START_PATIENCE, resolve))
  return Promise.race([asked, patience])
    .then(() => {
      letThrough()
      return before
    })
    .then(takeOver)
}

/** What earlier runs left. */
function resume(parts: Parts, context: Context, outbox: Outbox): Promise<void> {
  takeOverOlder(parts, context)
  return calm(parts.diag, outbox.open)
}

/** What was measured while it was not allowed. */
function forget({ catchUp, meter }: Context): void {
  catchUp()
  meter.drain()
}

function leave(session: Session, outbox: Outbox): void {
  session.saveNow()
  outbox.hide()
}

function erase(parts: Parts, context: Context, session: Session, pipeline: Pipeline, outbox: Outbox): void {
  pipeline.shut('consent_denied')
  session.erase()
  void outbox.erase()
  // refused now, and counted
  takeOverOlder(parts, context)
}

/** What an older kit has left in storage. */
function takeOverOlder(parts: Parts, context: Context): void {
  if (parts.takeOver) parts.guard.run('takeOver', parts.takeOver, context)
}

/** Resolves in any case. */
function calm(diag: Diag, ask: () => unknown): Promise<void> {
  return new Promise((resolve) => resolve(ask())).then(noop, (error) => diag.error('start', error))
}
