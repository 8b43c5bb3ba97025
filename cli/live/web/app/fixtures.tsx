/** @jsxImportSource preact */
/** For tests: the page with a stream of snapshots that the test sends. */
import { render } from 'preact'
import { afterEach, beforeEach, onTestFinished, vi } from 'vitest'
import { createSink, createStore } from '../../sink/index.ts'
import type { Filter, Snapshot } from '../../sink/index.ts'
import { App } from './app.tsx'
import { createFocus } from './focus.ts'
import { createLive } from './live.ts'
import { firstState } from './state.ts'
import { viewOf } from './view.ts'

/** What a store has that nothing was sent to. */
export let nothing: Snapshot
beforeEach(async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  // jsdom lays nothing out and has no canvas, on which ECharts measures its texts.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(640)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(200)
  const sink = await createSink({ ports: [] })
  nothing = createStore({ sink, now: () => 1_700_000_000_000 }).snapshot()
  await sink.close()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

export function service(name: string): Snapshot['services'][number] {
  return {
    ...{ service: name, platform: 'wechat', framework: '', versions: [], instance: '', encodings: [] },
    ...{ lastSeen: 0, requests: 0, requestsPerMinute: 0, failed: 0, errors: 0, spark: [0, 1] },
  }
}

export function error(type: string, message = type): Snapshot['errors'][number] {
  return {
    ...{ id: type, type, status: '', message, count: 1, first: 0, last: 0, spark: [0, 1], page: '' },
    ...{ platforms: [], sessions: { count: 0, more: false } },
  }
}

export function some(change: Partial<Snapshot> = {}): Snapshot {
  const totals = { ...nothing.totals, signals: 1, requests: 1 }
  return { ...nothing, services: [service('shop'), service('club')], totals, ...change }
}

export function open(answers: { [address: string]: unknown } = {}, filter: Filter = {}) {
  const box = document.body.appendChild(document.createElement('div'))
  onTestFinished(() => box.remove())
  const focus = createFocus(box)
  const asked: string[] = []
  const streams: { address: string; open: boolean; send(data: Snapshot): void; lose(): void }[] = []
  const revealed: string[] = []
  const queries: string[] = []
  const live = createLive(firstState('en', filter), {
    listen(address, onMessage, onLost) {
      const stream = { address, open: true, send: (data: Snapshot) => onMessage(JSON.stringify(data)) }
      const at = streams.push({ ...stream, lose: onLost }) - 1
      return () => void (streams[at]!.open = false)
    },
    get(address) {
      asked.push(address)
      return Promise.resolve(answers[address])
    },
    remember: () => {},
    address: (query) => queries.push(query),
    reveal(id) {
      revealed.push(id)
      focus.goTo(`trace ${id}`)
    },
    comeBack: focus.comeBack,
    draw: (state, act) => focus.keep(() => render(<App view={viewOf(state, act)} />, box)),
  })
  live.start()
  const all = (id: string) => Array.from(box.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`))
  return {
    box,
    live,
    streams,
    revealed,
    queries,
    asked,
    all,
    one: (id: string) => all(id)[0]!,
    send: (data: Snapshot) => streams.at(-1)!.send(data),
    choose(id: string, value: string) {
      const select = all(`filter-${id}`)[0] as HTMLSelectElement
      select.value = value
      select.dispatchEvent(new Event('change', { bubbles: true }))
    },
  }
}

/** Until what was asked for has come, and is drawn. */
export function answered(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
