import { describe, expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { settle } from '../../test/fakes/settle.ts'
import type { Consent } from '../context.ts'
import { createLife } from './life.ts'
import type { Parts } from './parts.ts'

/** A life whose every room notes what it is asked. */
interface Given {
  consent?: Consent
  parts?: Partial<Parts>
  load?: () => Promise<void>
  prepare?: () => Promise<void>
}

function start(given: Given = {}) {
  const asked: string[] = []
  const note =
    <T>(name: string, result?: T) =>
    () => {
      asked.push(name)
      return result as T
    }
  const user = { consent: given.consent ?? 'granted' }
  const { context, clock } = testContext({ consent: () => user.consent, catchUp: note('catchUp') })
  let open = false
  const session = { load: given.load ?? note('session.load', Promise.resolve()) }
  const pipeline = {
    isOpen: () => open,
    prepare: given.prepare ?? note('pipeline.prepare', Promise.resolve()),
    open() {
      asked.push('pipeline.open')
      open = true
    },
    shut(reason: string) {
      asked.push(`pipeline.shut ${reason}`)
      open = false
    },
  }
  const outbox = Object.fromEntries(
    ['touch', 'open', 'hide', 'show', 'flush', 'close', 'erase'].map((name) => [
      name,
      note(`outbox.${name}`, Promise.resolve()),
    ]),
  )
  const life = createLife(
    { ...context, settings: { timeout: 10000 }, ...given.parts } as unknown as Parts,
    context,
    { ...session, saveNow: note('session.saveNow'), erase: note('session.erase') } as never,
    pipeline as never,
    outbox as never,
  )
  return { life, user, clock, context, asked, taken: () => asked.splice(0) }
}

const ASKING = ['session.load', 'pipeline.prepare']
const OPENED = ['pipeline.open', 'outbox.touch']

describe('it opens', () => {
  test('when session and device are known; then comes what is in storage', async () => {
    const t = start()
    t.life.open()
    expect(t.taken()).toEqual(ASKING)
    await settle()
    expect(t.taken()).toEqual([...OPENED, 'outbox.open'])
  })

  test('after a moment, if nobody answers', async () => {
    const t = start({ load: () => new Promise(() => {}) })
    t.life.open()
    await t.clock.pass(249)
    expect(t.asked).not.toContain('pipeline.open')
    await t.clock.pass(1)
    expect(t.asked).toContain('pipeline.open')
  })

  test('storage waits for an earlier monitor, what is sent does not', async () => {
    let done = () => {}
    const predecessor = new Promise<void>((resolve) => (done = resolve))
    const t = start({ parts: { predecessor } })
    t.life.open()
    await t.clock.pass(300)
    expect(t.taken()).toEqual([...ASKING, ...OPENED])
    done()
    await settle()
    expect(t.taken()).toEqual(['outbox.open'])
  })

  test('what another kit left is read first', async () => {
    const seen: unknown[] = []
    const t = start({ parts: { takeOver: (context) => void seen.push(context, t.asked.slice(-1)) } })
    t.life.open()
    await settle()
    expect(seen).toEqual([t.context, ['outbox.touch']])
    expect(t.asked.slice(-1)).toEqual(['outbox.open'])
  })

  test('not if the user has changed their mind', async () => {
    const t = start()
    t.life.open()
    t.user.consent = 'denied'
    await t.clock.pass(300)
    expect(t.asked).toEqual(ASKING)
  })

  test('given, withdrawn and given again: storage is read once', async () => {
    const t = start()
    t.life.open()
    t.life.withdraw()
    t.life.open()
    await t.clock.pass(300)
    expect(t.asked.filter((name) => name === 'outbox.open')).toHaveLength(1)
  })

  test.each<keyof Given>(['load', 'prepare'])('all the same if %s fails', async (name) => {
    const t = start({ [name]: () => Promise.reject(new Error('no')) })
    t.life.open()
    await settle()
    expect(t.asked).toContain('outbox.open')
  })
})

describe('in the background', () => {
  test('what is open stores at once', async () => {
    const t = start()
    t.life.open()
    await settle()
    t.taken()
    t.life.hide()
    expect([t.taken(), t.life.isHidden()]).toEqual([['session.saveNow', 'outbox.hide'], true])
    t.life.show()
    expect([t.taken(), t.life.isHidden()]).toEqual([['outbox.show'], false])
  })

  test('not even the start is worth a loss: it opens at once', () => {
    const t = start()
    t.life.open()
    t.taken()
    t.life.hide()
    expect(t.taken()).toEqual([...OPENED, 'session.saveNow', 'outbox.hide'])
  })

  test.each<Consent>(['pending', 'denied'])('%s: nothing is touched', (consent) => {
    const t = start({ consent })
    t.life.hide()
    t.life.show()
    t.life.touch()
    expect(t.asked).toEqual([])
  })
})

describe('consent is withdrawn', () => {
  test('all is erased', async () => {
    const t = start()
    t.life.open()
    await settle()
    t.taken()
    t.life.withdraw()
    expect(t.taken()).toEqual(['pipeline.shut consent_denied', 'session.erase', 'outbox.erase'])
    t.life.touch()
    await t.life.flush()
    expect(t.asked).toEqual([])
  })

  test('what was measured meanwhile is forgotten when it is given again', () => {
    const t = start({ consent: 'denied' })
    t.context.meter.count('c').record(1, '', () => ({}))
    t.life.forget()
    expect(t.asked).toEqual(['catchUp'])
    expect(t.context.meter.drain()).toEqual([])
  })

  test('after the end: once that is over', async () => {
    const t = start()
    t.life.open()
    await settle()
    void t.life.stop(() => {})
    t.taken()
    t.life.withdraw()
    await settle()
    expect(t.taken()).toEqual([
      'outbox.close',
      'pipeline.shut shutdown',
      'pipeline.shut consent_denied',
      'session.erase',
      'outbox.erase',
    ])
  })
})

describe('it stops', () => {
  test('when the start is over, and tells once', async () => {
    const t = start()
    const told: unknown[] = []
    t.life.open()
    const done = t.life.stop((promise) => void told.push(promise))
    expect(t.life.stop((promise) => void told.push(promise))).toBe(done)
    expect([told, t.life.isStopped(), t.life.flush()]).toEqual([[done], true, done])
    await done
    expect(t.asked).toEqual([
      ...ASKING,
      'pipeline.open',
      'outbox.open',
      'outbox.close',
      'pipeline.shut shutdown',
    ])
  })

  test('without consent: nothing is closed, what comes is dropped', async () => {
    const t = start({ consent: 'pending' })
    await t.life.stop(() => {})
    expect(t.asked).toEqual(['pipeline.shut shutdown'])
  })

  test('afterwards consent changes nothing', async () => {
    const t = start()
    await t.life.stop(() => {})
    t.taken()
    t.life.open()
    t.life.forget()
    await t.clock.pass(1000)
    expect(t.asked).toEqual([])
  })
})
