import type { Any } from '../../core/internal/guard.ts'
import { createHost, type Host } from '../host.ts'
import { ROOMY, started, type Rig, type RigOptions } from '../kit.ts'
import { batch, subject, type Subject } from '../measure.ts'
import { wrapByHand } from '../yardsticks/wrapper.ts'

export const APIS = ['request', 'uploadFile', 'downloadFile'] as const
export const OUTCOMES = { success: 200, error: 500 } as const
export const TRACINGS: Record<string, RigOptions['options']> = {
  off: {},
  sw8: { enable: { tracing: true } },
  all: { enable: { tracing: true }, tracing: { propagators: ['sw8', 'w3c', 'b3'] } },
}

const URLS = [
  'goods',
  'cart',
  'user',
  'orders',
  'coupons',
  'search',
  'stores',
  'banner',
  'stock',
  'reviews',
].map((name) => `https://api.example.com/v2/${name}?page=1`)

function callback() {}

/** The app's calls, each with options of its own. */
const CALLS: Record<string, (wx: Any, i: number) => unknown> = {
  request: (wx, i) =>
    wx.request({
      url: URLS[i % 10],
      method: 'POST',
      data: { page: 1 },
      header: { 'X-Shop': 'north' },
      success: callback,
      fail: callback,
      complete: callback,
    }),
  uploadFile: (wx, i) =>
    wx.uploadFile({
      url: URLS[i % 10],
      filePath: 'wxfile://tmp_1.jpg',
      name: 'photo',
      header: { 'X-Shop': 'north' },
      success: callback,
      fail: callback,
      complete: callback,
    }),
  downloadFile: (wx, i) =>
    wx.downloadFile({
      url: URLS[i % 10],
      header: { 'X-Shop': 'north' },
      success: callback,
      fail: callback,
      complete: callback,
    }),
}

/** A batch is sent before the next one begins, as the kit would in time. */
const BATCH = 90
const UNOBSERVED = 2000

/** Bare, wrapped by hand, and by the kit; the kit also with ten times the load between two flushes. */
export async function requestCases(tracing: string): Promise<Subject[]> {
  const subjects: Subject[] = []
  for (const outcome of Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[]) {
    const bare = hostOf(outcome)
    const byHand = hostOf(outcome)
    APIS.forEach((api) => wrapByHand(byHand.wx, api))
    const kit = await rigOf(outcome, tracing, {})
    const roomy = await rigOf(outcome, tracing, ROOMY)
    for (const api of APIS) {
      const id = `request/${api}/${outcome}/${tracing}`
      const call = CALLS[api]
      subjects.push(
        subject(`${id}/bare`, UNOBSERVED, (i) => call(bare.wx, i)),
        subject(`${id}/by-hand`, UNOBSERVED, (i) => call(byHand.wx, i)),
        subject(id, BATCH, (i) => call(kit.host.wx, i), kit.empty),
        // uploads and downloads go the same way
        ...(api === 'request' ? grown(id, roomy, call) : []),
      )
    }
    if (outcome === 'success' && tracing !== 'off') subjects.push(later(`request/later/${tracing}`, kit))
  }
  return subjects
}

/** What a request leaves for later: its span, which is made with others, at the latest when attributes are about to change. */
function later(id: string, { host, monitor, empty }: Rig): Subject {
  const before = async () => {
    await empty()
    for (let i = 0; i < BATCH; i++) CALLS.request(host.wx, i)
  }
  return Object.assign(
    subject(id, 1, () => monitor.setAttributes({}), before),
    { ops: BATCH },
  )
}

/** Time passes between two requests, so that no limit of the kit makes the later ones cheaper. */
function grown(id: string, rig: Rig, call: (wx: Any, i: number) => unknown): Subject[] {
  const { host, clock, monitor, empty } = rig
  const times = (count: number) => (i: number) => {
    clock.skip(60)
    call(host.wx, i)
    // what is left for later belongs to it
    if (i === count - 1) monitor.setAttributes({})
  }
  return [BATCH, BATCH * 10].map((count, i) => batch(`${id}/x${i ? 10 : 1}`, count, times(count), empty))
}

function hostOf(outcome: keyof typeof OUTCOMES): Host {
  const host = createHost()
  host.status = OUTCOMES[outcome]
  return host
}

async function rigOf(outcome: keyof typeof OUTCOMES, tracing: string, more: object): Promise<Rig> {
  const options = Object.assign({}, TRACINGS[tracing], more)
  return started({ host: hostOf(outcome), options })
}
