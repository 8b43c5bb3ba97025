import type { Batch, ExportOutcome, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { noop, type Undo } from '../internal/guard.ts'
import { MAX_IN_FLIGHT, type Lane } from './lane.ts'

/**
 * An answer that comes until then counts, ms, unless the slot is needed before: the longest time-out of platforms,
 * docs/platforms/wechat.md#slots
 */
const LATEST = 60000
/** Batches of a slow receiver are not made smaller than the first, and not bounded beyond the second. */
const LEAST = 20
const MANY = 100

/** A request under way. After `timeout` it is late: its lane goes on with others, but its answer still counts. */
interface Turn {
  readonly lane: Lane
  /** Tick. */
  readonly began: number
  late: boolean
  stop: Undo
}

/** All requests under way, never more than our slots. */
export interface Turns {
  /** ms until there is a slot for another one: 0 if there is, Infinity if a settled one will tell. */
  wait(): number
  /** `late` is called if it becomes so; resolves in any case. */
  take(lane: Lane, batch: Batch, late: () => void): Promise<ExportOutcome>
}

export function createTurns(clock: Clock, timeout: number, send: Send, diag: Diag): Turns {
  const turns: Turn[] = []
  const usual = timeout * 2
  const latest = Math.max(LATEST, timeout)
  const age = ({ began }: Turn) => Math.abs(clock.tick() - began)

  /** A slow receiver is given more time and less to do, until it is quick again. */
  function learn(turn: Turn, n: number, taken: boolean): void {
    const { lane, late } = turn
    if (late) {
      const patience = Math.min(age(turn) * 2, latest)
      lane.patience = patience > usual ? patience : 0
      lane.most = Math.max(n >> 1, LEAST)
    } else if (taken) {
      lane.patience = 0
      lane.most = lane.most < MANY ? lane.most * 2 : 0
    }
  }

  return {
    wait() {
      if (turns.length < MAX_IN_FLIGHT) return 0
      const [oldest] = turns
      if (turns.some(({ late }) => !late)) return Infinity
      const rest = (oldest.lane.patience || usual) - age(oldest)
      if (rest > 0) return rest
      oldest.stop()
      return Infinity
    },
    take(lane, batch, late) {
      const turn: Turn = { lane, began: clock.tick(), late: false, stop: noop }
      const inTime = clock.after(timeout, () => {
        turn.late = true
        late()
      })
      turns.push(turn)
      const patiently: Send = (request) =>
        send(Object.assign({ timeout: latest, onStart: (stop: Undo) => void (turn.stop = stop) }, request))
      return new Promise<ExportOutcome>((resolve) => resolve(lane.exporter.export(batch, patiently)))
        .catch((error): ExportOutcome => {
          // an encoder that chokes would choke for ever
          diag.error('export', error)
          return { kind: 'split', reason: 'encoding failed' }
        })
        .then((outcome) => {
          inTime()
          turns.splice(turns.indexOf(turn), 1)
          learn(turn, batch.signals.length, outcome.kind === 'success')
          return outcome
        })
    },
  }
}
