import { settle } from '../../../../test/fakes/settle.ts'
import type { Vital } from '../../../../core/platform.ts'
import type { Monitor } from '../../../../core/index.ts'
import { MINUTE } from '../model/meters.ts'
import type { Device } from './device.ts'
import type { Gauge } from './happening.ts'

/* What people do with an app, and what it does. */

const PAGES = ['pages/home/home', 'pages/goods/goods', 'pages/cart/cart', 'pages/order/order', 'pages/me/me']
const MESSAGES = ['no price', 'cart is broken', 'undefined is not an object']
const REQUESTS_A_MINUTE = 8
const ERRORS_A_MINUTE = 1
const PAGES_A_MINUTE = 1
const LOGS_A_MINUTE = 0.5
const UPDATES_A_MINUTE = 4
const LAGS_A_MINUTE = 1
/** ms between two looks of the kit at its timer. */
const BEAT = 200

/**
 * Until some time after the last minute, so that everything is sent.
 * @param end ms
 */
export async function liveOn(device: Device, end: number): Promise<void> {
  const { chance, clock, note } = device
  // people open the app one after another
  await clock.pass(Math.floor(chance.random() * 10_000))
  const monitor = device.startKit()
  note({ kind: 'cold', page: '', duration: 0 })
  note({ kind: 'session', page: '', duration: 0 })
  await openPage(device, true)

  await runAll(device, [
    ...planned(device, end, REQUESTS_A_MINUTE, () => beginRequest(device)),
    ...planned(device, end, ERRORS_A_MINUTE, () => fail(device, monitor)),
    ...planned(device, end, PAGES_A_MINUTE, () => openPage(device, false)),
    ...planned(device, end, LOGS_A_MINUTE, () => monitor.log('paid', { step: 'pay' }, 'info')),
    ...planned(device, end, UPDATES_A_MINUTE, () => update(device)),
    ...planned(device, end, LAGS_A_MINUTE, () => block(device)),
  ])

  await clock.pass(MINUTE + 10_000)
  leavePage(device)
  const done = monitor.shutdown()
  await clock.pass(1000)
  await done
  await settle()
  noteLosses(device, monitor)
}

interface Doing {
  at: number
  /** May be the beginning of something whose end is an event too. */
  run: () => void | Later | Promise<void>
}

interface Later {
  /** ms. */
  after: number
  finish: () => void
}

function planned({ chance, clock }: Device, end: number, perMinute: number, run: Doing['run']): Doing[] {
  const events: Doing[] = []
  for (let at = clock.now() + chance.gap(perMinute); at < end; at += chance.gap(perMinute))
    events.push({ at: Math.floor(at), run })
  return events
}

async function runAll({ clock }: Device, events: Doing[]): Promise<void> {
  while (events.length) {
    events.sort((a, b) => b.at - a.at)
    const { at, run } = events.pop()!
    await clock.pass(Math.max(0, at - clock.now()))
    const begun = await run()
    if (begun) events.push({ at: clock.now() + begun.after, run: begun.finish })
  }
}

async function openPage(device: Device, isFirst: boolean): Promise<void> {
  const { chance, clock, framework, platform, made } = device
  const path = chance.pick(PAGES)
  const page = {}
  const toShow = Math.round(200 + chance.random() * 1500)
  const toLoad = Math.round(20 + chance.random() * 300)
  const toReady = Math.round(30 + chance.random() * 400)
  if (isFirst) {
    framework.onApp('launch')
    await clock.pass(toShow)
    platform.page = path
    framework.onApp('show')
    device.note({ kind: 'app_launch', page: path, duration: toShow })
    for (const gauge of ['script', 'package_load'] as const) measure(device, gauge, toShow >> 1)
  } else {
    // only what it is made with knows of the wish
    if (made !== 'native') framework.onPage({ phase: 'navigate', path, page })
    await clock.pass(toLoad)
  }
  if (!isFirst) leavePage(device)
  framework.onPage({ phase: 'load', path, page })
  platform.page = path
  framework.onPage({ phase: 'show', path, page })
  device.inFront = { path, page, since: clock.now() }
  device.note({ kind: 'view', page: path, duration: 0 })
  await clock.pass(toReady)
  framework.onPage({ phase: 'ready', path, page })
  device.note({ kind: 'first_render', page: path, duration: toReady })
  for (const name of ['fcp', 'lcp', 'inp'] as const) {
    if (!device.isSent(`${name}.duration`)) continue
    const duration = toReady + Math.round(chance.random() * 300)
    device.tellVital({ name, value: duration, page: path })
    device.note({ kind: name, page: path, duration })
  }
  if (isFirst) return
  if (device.measures.includes('route')) measure(device, 'route', toLoad + toReady)
  else if (device.isSent('route.duration'))
    device.note({ kind: 'route', page: path, duration: toLoad + toReady })
}

/** The page in front goes. */
function leavePage(device: Device): void {
  const { path, page, since } = device.inFront!
  device.framework.onPage({ phase: 'hide', path, page })
  device.note({ kind: 'stay', page: path, duration: device.clock.now() - since })
}

/** By the runtime, where it does that. */
function measure(
  { platform, measures, note }: Device,
  name: Exclude<Gauge, Vital['name']>,
  duration: number,
): void {
  if (!measures.includes(name as never)) return
  platform.measure!({ name, value: duration })
  note({ kind: name, page: platform.page, duration })
}

/** The framework calls setData. */
function update({ chance, framework, isSent, platform: { page }, note }: Device): void {
  const [duration, bytes, keys] = [300, 20_000, 40].map((most) => Math.ceil(chance.random() ** 3 * most))
  if (!isSent('set_data.duration')) return
  framework.onUpdate({ path: page, duration, bytes, keys })
  note({ kind: 'update', page, duration, bytes, keys })
}

/** Code of the app runs for long; the kit looks when its timer was due, and says so at its next look. */
async function block({ chance, clock, looked, platform: { page }, note }: Device): Promise<void> {
  const due = looked() + BEAT
  clock.block(Math.round(BEAT * (1.5 + chance.random() * 6)))
  const duration = clock.now() - due
  await clock.pass(BEAT)
  note({ kind: 'lag', page, duration })
  // what is late is not of the millisecond of a flush that was late, too
  await clock.pass(1)
}

/** Its own account: of what it reports, whoever runs it can know no better. */
function noteLosses({ note }: Device, monitor: Monitor): void {
  const reasons = Object.values(monitor.diagnostics().dropped).flatMap((counts) => Object.entries(counts))
  for (const [reason, count] of reasons) note({ kind: 'dropped', page: '', duration: 0, reason, count })
}

/** Starts now; the answer is another event. */
function beginRequest({ chance, clock, platform, note }: Device): Later {
  const { page } = platform
  const after = chance.requestDuration()
  const status = chance.status()
  const watch = platform.call({
    method: chance.pick(['GET', 'GET', 'POST']),
    url: `https://api.example.com/${chance.pick(['goods', 'orders'])}`,
  })
  const failed = status === 0 || status >= 400
  const began = clock.now()
  return {
    after,
    finish() {
      // an event before it may have taken its time
      const duration = clock.now() - began
      watch!.end({ status, ...(status ? {} : { error: 'request:fail timeout' }) })
      note({ kind: 'request', page, duration, failed })
      if (failed) note({ kind: 'error', type: 'ajax', page, duration: 0 })
    },
  }
}

function fail({ chance, platform, note }: Device, monitor: Monitor): void {
  const { page } = platform
  if (chance.random() >= 0.7) {
    platform.fire('rejection', { errMsg: 'login:fail ' + Math.floor(chance.random() * 100) } as never)
    return note({ kind: 'error', type: 'promise', page, duration: 0 })
  }
  // often the same again at once: a loop, a broken component
  const times = chance.random() < 0.2 ? 5 : 1
  const message = chance.pick(MESSAGES)
  for (let i = 0; i < times; i++) {
    monitor.captureError(new Error(message))
    note({ kind: 'error', type: 'js', page, duration: 0 })
  }
}
