import type { Completion } from './calls.ts'
import type { NetResponse } from '../network/network.ts'
import type { Host } from '../host.ts'
import type { RequestRecord } from '../records.ts'

/** One request from the call to its end, which comes once. */
export interface Exchange {
  readonly open: boolean
  /** Tells the app, unless it is over. */
  fail(reason: string, message?: string): void
  finish(response: NetResponse): void
  /** The end without a word: the process is dead. */
  drop(): void
  abort(): void
  /** Takes a slot, now or later, and goes out to the network. */
  start(send: () => { abort(): void } | undefined, timeout: number): void
}

export function createExchange(
  host: Host,
  record: RequestRecord,
  done: Completion,
  settle: (response: NetResponse) => void,
): Exchange {
  const { thread, clock, spec, slots, exchanges } = host
  let connection: { abort(): void } | undefined
  let leave = () => {}
  let timer: unknown
  let open = true

  const close = (answered: boolean) => {
    if (!open) return false
    open = false
    exchanges.delete(exchange)
    clock.clearTimeout(timer)
    if (!answered) connection?.abort()
    record.state = 'done'
    record.endedAt = clock.monotonic()
    leave()
    return true
  }
  const exchange: Exchange = {
    get open() {
      return open
    },
    fail(reason, message) {
      if (!close(false)) return
      const words = spec.request.words[reason] ?? { message: reason, code: spec.request.words.reset.code }
      record.outcome = 'fail'
      record.result = done.fail(message ?? words.message, words.code)
    },
    finish(response) {
      if (close(true)) settle(response)
    },
    drop: () => void close(false),
    abort() {
      if (!open) return
      connection?.abort()
      // Told later, as every platform does.
      thread.after(host.timings.call, () => exchange.fail('abort'))
    },
    start(send, timeout) {
      exchanges.add(exchange)
      leave = slots.enter(() => {
        record.state = 'sending'
        record.startedAt = clock.monotonic()
        timer = clock.setTimeout(() => exchange.fail('timeout'), timeout)
        connection = send()
      })
      // A network may answer before it returns.
      if (!open) leave()
    },
  }
  return exchange
}
