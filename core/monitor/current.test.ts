import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { settle } from '../../test/fakes/settle.ts'
import { createDiag } from '../internal/diag.ts'
import type { Monitor } from './api.ts'
import { acquire, ensure, running, keepFramework, replace, succession } from './current.ts'
import { inertMonitor } from './inert.ts'

/** Monitors whose shutdown takes as long as the test says. */
const STARTED: { name: string; stop(): void; stopped: boolean; waited: Promise<void> | undefined }[] = []
const diag = createDiag(false, {})

function starting(name: string): () => Monitor {
  return () => {
    const waited = succession.begin(diag)
    let stop = () => {}
    const done = new Promise<void>((resolve) => (stop = resolve))
    const entry = { name, stop, stopped: false, waited }
    STARTED.push(entry)
    const monitor: Monitor = Object.assign(inertMonitor(), {
      diagnostics: () => Object.assign(inertMonitor().diagnostics(), { state: 'running' as const }),
      shutdown() {
        if (!entry.stopped) succession.onShutdown(monitor, done)
        entry.stopped = true
        return done
      },
    })
    return monitor
  }
}

function stoppedOf() {
  return STARTED.map((s) => [s.name, s.stopped])
}

async function settles(promise: Promise<void> | undefined): Promise<boolean> {
  let done = false
  void promise?.then(() => (done = true))
  await settle()
  return done
}

beforeEach(async () => {
  void running()?.shutdown()
  STARTED.forEach((s) => s.stop())
  await settle()
  STARTED.length = 0
})

describe('replace', () => {
  test('makes it the current one; shutdown gives the place up at once', () => {
    const monitor = replace(starting('a'))
    expect(running()).toBe(monitor)
    void monitor.shutdown()
    expect(running()).toBeUndefined()
  })

  test('shuts down what runs, and waits until that has stored', async () => {
    replace(starting('a'))
    const second = replace(starting('b'))
    expect(running()).toBe(second)
    expect(stoppedOf()).toEqual([
      ['a', true],
      ['b', false],
    ])
    expect(diag.warnings[0]).toContain('called again')
    expect(await settles(STARTED[1].waited)).toBe(false)
    STARTED[0].stop()
    expect(await settles(STARTED[1].waited)).toBe(true)
  })

  test('three in a row: the last waits for both', async () => {
    replace(starting('a'))
    replace(starting('b'))
    replace(starting('c'))
    STARTED[1].stop()
    expect(await settles(STARTED[2].waited)).toBe(false)
    STARTED[0].stop()
    expect(await settles(STARTED[2].waited)).toBe(true)
  })

  test('one that was stopped before is waited for, until it has', async () => {
    void replace(starting('a')).shutdown()
    replace(starting('b'))
    expect(await settles(STARTED[1].waited)).toBe(false)
    STARTED[0].stop()
    await settle()
    void running()!.shutdown()
    STARTED[1].stop()
    await settle()
    replace(starting('c'))
    expect(STARTED[2].waited).toBeUndefined()
  })

  test('a start that throws leaves what runs', () => {
    const first = replace(starting('a'))
    expect(() =>
      replace(() => {
        throw new Error('no service')
      }),
    ).toThrow('no service')
    expect(running()).toBe(first)
  })

  test('one that does nothing is replaced without a word', () => {
    const before = diag.warnings.length
    replace(() => inertMonitor())
    replace(starting('unwarned'))
    expect(diag.warnings).toHaveLength(before)
  })

  test('the shutdown of one that was replaced leaves its successor', () => {
    const first = replace(starting('a'))
    const second = replace(starting('b'))
    void first.shutdown()
    expect(running()).toBe(second)
    // nor when it says so late
    succession.onShutdown(first, Promise.resolve())
    expect(running()).toBe(second)
  })

  test('of two that are storing the end of the first does not let the next one begin', async () => {
    void replace(starting('a')).shutdown()
    void replace(starting('b')).shutdown()
    STARTED[0].stop()
    await settle()
    replace(starting('c'))
    expect(STARTED[2].waited).toBeDefined()
    expect(await settles(STARTED[2].waited)).toBe(false)
  })
})

describe('acquire', () => {
  test('starts once; the last user ends it, a moment later', async () => {
    const one = acquire(starting('a'))
    const two = acquire(starting('b'))
    expect([one.adopted, two.adopted]).toEqual([false, true])
    expect(two.monitor).toBe(one.monitor)
    one.release()
    one.release()
    await settle()
    expect(stoppedOf()).toEqual([['a', false]])
    two.release()
    expect(stoppedOf()).toEqual([['a', false]])
    await settle()
    expect(stoppedOf()).toEqual([['a', true]])
    expect(running()).toBeUndefined()
  })

  test('a double mount keeps it', async () => {
    acquire(starting('a')).release()
    const again = acquire(starting('b'))
    await settle()
    expect(stoppedOf()).toEqual([['a', false]])
    again.release()
    await settle()
    expect(stoppedOf()).toEqual([['a', true]])
  })

  test('what init started is adopted, and never ended by users', async () => {
    const monitor = replace(starting('a'))
    const user = acquire(starting('b'))
    expect([user.monitor, user.adopted]).toEqual([monitor, true])
    user.release()
    await settle()
    expect(stoppedOf()).toEqual([['a', false]])
  })

  test('one that does nothing is not adopted', () => {
    replace(() => inertMonitor())
    expect(acquire(starting('a')).adopted).toBe(false)
    replace(starting('b'))
  })

  test('users of what was replaced do not end its successor', async () => {
    const user = acquire(starting('a'))
    replace(starting('b'))
    user.release()
    await settle()
    expect(stoppedOf()).toEqual([
      ['a', true],
      ['b', false],
    ])
  })
})

test('a release that comes after a successor took over is not one of its users', async () => {
  const late = acquire(starting('a'))
  void late.monitor.shutdown()
  const one = acquire(starting('b'))
  const two = acquire(starting('c'))
  late.release()
  two.release()
  await settle()
  expect(running()).toBe(one.monitor)
  one.release()
  await settle()
  expect(running()).toBeUndefined()
})

test('ensure: what runs for somebody else is adopted, what users started is theirs', () => {
  const first = ensure(starting('a'))
  expect([first.adopted, ensure(starting('b'))]).toEqual([false, first])
  const monitor = replace(starting('c'))
  expect(ensure(starting('d'))).toEqual({ monitor, adopted: true })
})

test('that there is no platform is known once it was said', async () => {
  vi.resetModules()
  const { succession } = await import('./current.ts')
  expect(succession.wasUnknown()).toBe(false)
  succession.onUnknown()
  expect(succession.wasUnknown()).toBe(true)
})

describe('the framework’s glue', () => {
  const framework = (name: string) => ({ name, observePages: () => () => {}, observeErrors: () => () => {} })

  test('is made once, and gets what is now around it', () => {
    const envs: { n: number }[] = []
    const make = (env: { n: number }) => {
      envs.push(env)
      return framework('one')
    }
    const first = keepFramework('one', make)({ n: 1 })
    expect(keepFramework('one', make)({ n: 2 })).toBe(first)
    expect(envs).toEqual([{ n: 2 }])
  })

  test('of another framework is another', () => {
    const one = keepFramework('one', () => framework('one'))({})
    expect(keepFramework('two', () => framework('two'))({})).not.toBe(one)
  })
})

describe('two copies of the kit', () => {
  afterEach(() => vi.unstubAllGlobals())
  const copies = async () => {
    const copy = () => {
      vi.resetModules()
      return import('./current.ts')
    }
    return [await copy(), await copy()]
  }

  test('on one web page have one monitor, and its end is that of the last user', async () => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
    const [one, two] = await copies()
    const first = one.acquire(starting('a'))
    const second = two.acquire(starting('b'))
    expect([second.monitor, second.adopted, two.running()]).toEqual([first.monitor, true, first.monitor])
    first.release()
    await settle()
    expect(stoppedOf()).toEqual([['a', false]])
    second.release()
    await settle()
    expect(stoppedOf()).toEqual([['a', true]])
    expect(Object.keys(window)).toEqual([])
  })

  test('have one glue, unless they are of different frameworks', async () => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
    const [one, two] = await copies()
    const make = () => ({ name: 'f', observePages: () => () => {}, observeErrors: () => () => {} })
    expect(two.keepFramework('f', make)({})).toBe(one.keepFramework('f', make)({}))
  })

  test('elsewhere know nothing of each other', async () => {
    const [one, two] = await copies()
    const { monitor } = one.acquire(starting('a'))
    expect(two.running()).toBeUndefined()
    void monitor.shutdown()
  })
})
