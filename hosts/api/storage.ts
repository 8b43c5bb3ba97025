import { asyncCall, syncCall, type Completion } from './calls.ts'
import type { Host } from '../host.ts'
import { entryOf, halfOf, valueOf, type StoredEntry } from '../store.ts'
import type { Loose, LooseFunction } from '../loose.ts'
import type { StorageFault, StorageOperation } from '../quirks.ts'

type Operation = StorageOperation['operation']

/** What an operation came to: a value, words of a failure, or no answer at all. */
type Outcome = { value?: Loose } | { failure: string } | { hang: true }

/** Arguments as they were at the time of the call; `entry` only for set. */
interface Taken {
  key?: Loose
  entry?: StoredEntry
}

const FAILURES = {
  key: 'entry size limit reached',
  total: 'exceed storage max size 10Mb',
  parameter: 'parameter error: parameter.key should be String',
  fault: 'write data failed',
}

const OPERATIONS: Record<string, Operation> = {
  setStorage: 'set',
  getStorage: 'get',
  removeStorage: 'remove',
  clearStorage: 'clear',
  getStorageInfo: 'info',
}

/** setStorage and its relatives: one implementation, two styles of calling it: docs/platforms/alipay.md#storage */
export function installStorage(host: Host): void {
  for (const name of Object.keys(OPERATIONS)) {
    const operation = OPERATIONS[name]
    const work = (options: Loose, done: Completion) => asynchronous(host, operation, options, done)
    host.api[name] = asyncCall(host, name, work, { latency: 0 })
    host.api[`${name}Sync`] = synchronous(host, `${name}Sync`, operation)
  }
}

function perform(host: Host, operation: Operation, { key, entry }: Taken): Outcome {
  const { storage } = host.device
  if (operation === 'clear') return { value: storage.clear() }
  if (operation === 'info') return { value: infoOf(host) }
  if (typeof key !== 'string') return { failure: FAILURES.parameter }
  if (operation === 'remove') return { value: storage.delete(key) }
  if (operation === 'get') return { value: valueOf(storage.raw(key), host.realm.parse) }
  const limits = host.spec.storage
  const others = storage.bytes() - (storage.raw(key)?.bytes ?? 0)
  if (entry!.bytes > limits.keyLimit) return { failure: FAILURES.key }
  if (others + entry!.bytes > limits.totalLimit) return { failure: FAILURES.total }
  storage.put(key, entry!)
  return {}
}

function infoOf({ device, spec, realm }: Host): Loose {
  const { storage } = device
  return realm.adopt({
    keys: storage.keys(),
    currentSize: Math.ceil(storage.bytes() / 1024),
    limitSize: spec.storage.totalLimit / 1024,
  })
}

/** Lets the injector spoil the operation before, instead of or after it happens. */
function performWithFaults(host: Host, operation: Operation, taken: Taken, sync: boolean): Outcome {
  const { storageFault } = host.quirks
  const fault = storageFault?.({ operation, key: taken.key, sync, bytes: taken.entry?.bytes })
  if (fault === 'fail') return { failure: FAILURES.fault }
  if (fault === 'hang') return { hang: true }
  if (fault === 'lost') return {}
  if (fault === 'throw') throw host.realm.error('storage is broken')
  if (fault === 'kill') {
    host.kill()
    return { hang: true }
  }
  const outcome = perform(host, operation, taken)
  return fault && !('failure' in outcome) ? spoil(host, fault, operation, taken.key, outcome) : outcome
}

function spoil(host: Host, fault: StorageFault, operation: Operation, key: Loose, outcome: Outcome): Outcome {
  const { storage } = host.device
  const entry = storage.raw(key)
  if (operation === 'set' && entry) {
    if (fault === 'corrupt') storage.corrupt(key, `\u0000\ufffd${entry.text.slice(3)}`, entry.json)
    else storage.put(key, halfOf(entry))
  }
  if (fault === 'half-kill') host.kill()
  return operation === 'get' && fault === 'corrupt' ? { value: '\u0000\ufffd' } : outcome
}

/** The operation happens a moment after the call: a kill in between finds it undone. */
function asynchronous(host: Host, operation: Operation, options: Loose, done: Completion): void {
  const { thread, clock, timings } = host
  // Taken now: what the app changes in its object afterwards is not written.
  const taken = { key: options.key, entry: operation === 'set' ? entryOf(options.data) : undefined }
  // On the device's clock, not the thread: the disk works on while JavaScript is suspended
  // (docs/platforms/wechat.md#suspended).
  clock.setTimeout(() => {
    if (!thread.alive) return
    let outcome: Outcome
    try {
      outcome = performWithFaults(host, operation, taken, false)
    } catch {
      outcome = { failure: FAILURES.fault }
    }
    if (!thread.alive || 'hang' in outcome) return
    if ('failure' in outcome) done.fail(outcome.failure)
    else answer(host, operation, outcome.value, done)
  }, timings.call)
}

function answer(host: Host, operation: Operation, value: Loose, done: Completion): void {
  if (operation === 'info') done.success(value)
  else if (host.spec.storage.style === 'envelope')
    done.success({ success: true, ...(operation === 'get' && { data: value ?? null }) })
  else if (operation !== 'get') done.success()
  else if (value === undefined) done.fail('data not found')
  else done.success({ data: value })
}

function synchronous(host: Host, name: string, operation: Operation): LooseFunction {
  const { realm, spec, clock, timings } = host
  const envelope = spec.storage.style === 'envelope'
  return syncCall(host, name, (first: Loose, second?: Loose) => {
    const { key, data } = envelope ? (first ?? {}) : { key: first, data: second }
    clock.elapse(timings.syncStorage)
    const entry = operation === 'set' ? entryOf(data) : undefined
    const outcome = performWithFaults(host, operation, { key, entry }, true)
    if ('hang' in outcome) return undefined
    if ('failure' in outcome) {
      if (envelope) return realm.object({ success: false, error: 11, errorMessage: outcome.failure })
      throw realm.error(`${name}:fail ${outcome.failure}`)
    }
    if (operation === 'info') return outcome.value
    if (envelope)
      return realm.object({ success: true, ...(operation === 'get' && { data: outcome.value ?? null }) })
    return operation === 'get' ? (outcome.value ?? '') : undefined
  })
}
