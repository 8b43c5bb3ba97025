import type { Filter } from '../../sink/store/filter.ts'
import type { PayloadDetail, Snapshot, Trace } from '../../sink/store/snapshot.ts'
import { createErrorDetails } from './error-details.ts'
import { queryOf } from './query.ts'
import type { Actions, State } from './state.ts'

/** What the page needs of its browser. */
export interface Browser {
  /** Reads a stream of snapshots until the returned function ends it. */
  listen(address: string, onMessage: (data: string) => void, onLost: () => void): () => void
  /** Undefined if it is not there (any more). */
  get(address: string): Promise<unknown>
  remember(key: string, value: string): void
  /** The query of the page's own address, so that it leads here again. */
  address(query: string): void
  /** Brings what was just drawn into sight, and the focus there. */
  reveal(traceId: string): void
  /** The focus goes back to what unfolded it. */
  comeBack(key: string): void
  draw(state: State, act: Actions): void
}

export interface Live {
  /** Draws, and opens the stream. */
  start(): void
  draw(): void
}

/** The page's state: changed by the stream and by what a user does, drawn after each change. */
export function createLive(state: State, browser: Browser): Live {
  const draw = (): void => browser.draw(state, act)
  const errors = createErrorDetails(state, browser.get, draw)
  const stream = createStream(state, browser, () => {
    draw()
    errors.refresh()
  })
  const act: Actions = {
    ...readingActions(state, browser, draw),
    ...errors.act,
    ...filterActions(state, () => {
      browser.address(queryOf(state.filter))
      errors.forget()
      stream.open()
      draw()
    }),
    pause() {
      state.paused = !state.paused
      if (state.paused) stream.close()
      else stream.open()
      draw()
    },
    switchLanguage() {
      state.language = state.language === 'zh' ? 'en' : 'zh'
      browser.remember('language', state.language)
      draw()
    },
    groupRequests(by) {
      state.requestsBy = by
      draw()
    },
    showRaw(tab) {
      state.rawTab = tab
      draw()
    },
  }
  return {
    start() {
      draw()
      stream.open()
    },
    draw,
  }
}

function createStream(state: State, browser: Browser, draw: () => void) {
  let close = (): void => {}
  /** Opens it anew: the filter is part of its address, since percentiles can't be filtered afterwards. */
  const open = (): void => {
    close()
    const onMessage = (data: string): void => {
      state.connected = true
      state.snapshot = JSON.parse(data) as Snapshot
      draw()
      // One fresh answer after a change of filter, then it stands still again.
      if (state.paused) close()
    }
    const onLost = (): void => {
      state.connected = false
      draw()
    }
    close = browser.listen(`/events?${queryOf(state.filter)}`, onMessage, onLost)
  }
  return { open, close: () => close() }
}

function filterActions(state: State, changed: () => void): Pick<Actions, 'choose' | 'focus' | 'showAll'> {
  const set = (filter: Filter): void => {
    state.filter = filter
    changed()
  }
  return {
    choose: (part, value) => set({ ...state.filter, [part]: value || undefined }),
    focus({ service, platform, framework }) {
      const { service: shown, platform: on, framework: by = '', ...others } = state.filter
      const same = shown === service && on === platform && by === framework
      set(same ? others : { ...others, service, platform, framework: framework || undefined })
    },
    showAll: () => set({}),
  }
}

function readingActions(
  state: State,
  browser: Browser,
  draw: () => void,
): Pick<Actions, 'toggle' | 'close' | 'openPayload' | 'openTrace'> {
  const toggle = (key: string): void => {
    if (!state.open.delete(key)) state.open.add(key)
    draw()
  }
  const readPayload = async (id: number): Promise<void> => {
    const payload = await browser.get(`/api/requests/${id}`)
    if (!payload) return
    state.payloads.set(id, payload as PayloadDetail)
    draw()
  }
  const showTrace = async (id: string): Promise<void> => {
    state.linked = undefined
    if (!state.snapshot?.traces.some((trace) => trace.id === id)) {
      const trace = await browser.get(`/api/traces/${id}`)
      state.linked = { id, trace: (trace as Trace | undefined) ?? null }
    }
    state.open.add(`trace ${id}`)
    draw()
    browser.reveal(id)
  }
  return {
    toggle,
    close(key) {
      state.open.delete(key)
      draw()
      browser.comeBack(key)
    },
    openPayload(id) {
      const key = `payload ${id}`
      toggle(key)
      if (state.open.has(key) && !state.payloads.has(id)) void readPayload(id)
    },
    openTrace: (id) => void showTrace(id),
  }
}
