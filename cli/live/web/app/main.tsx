/** @jsxImportSource preact */
/** The page as a browser loads it: everything that only a browser has comes from here. */
import { render } from 'preact'
import { filterFrom } from '../../sink/store/filter.ts'
import { App } from './app.tsx'
import type { Language } from './i18n.ts'
import { createFocus } from './focus.ts'
import { createLive } from './live.ts'
import { firstState } from './state.ts'
import { viewOf } from './view.ts'

const ROOT = document.getElementById('app')!
const QUERY = new URLSearchParams(location.search)

const CALM = matchMedia('(prefers-reduced-motion: reduce)')
const FOCUS = createFocus(ROOT)

const live = createLive(
  firstState(
    firstLanguage(),
    filterFrom((part) => QUERY.get(part)),
  ),
  {
    listen(address, onMessage, onLost) {
      const source = new EventSource(address)
      source.onmessage = (event: MessageEvent<string>) => onMessage(event.data)
      source.onerror = onLost
      return () => source.close()
    },
    async get(address) {
      const response = await fetch(address)
      return response.ok ? response.json() : undefined
    },
    remember,
    address(query) {
      const all = new URLSearchParams(query)
      const language = QUERY.get('lang')
      if (language) all.set('lang', language)
      history.replaceState(null, '', all.size > 0 ? `?${all}` : location.pathname)
    },
    reveal(traceId) {
      const row =
        document.querySelector(`[data-trace="${CSS.escape(traceId)}"]`) ?? document.getElementById('traces')
      row?.scrollIntoView({ block: 'center', behavior: CALM.matches ? 'instant' : 'smooth' })
      FOCUS.goTo(`trace ${traceId}`)
    },
    comeBack: FOCUS.comeBack,
    draw(state, act) {
      document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en'
      FOCUS.keep(() => render(<App view={viewOf(state, act)} />, ROOT))
    },
  },
)

// The charts take their colours from the style sheet.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', live.draw)
live.start()

// What the keyboard goes back to must not hide below the header, whose height its filters make.
new ResizeObserver(([entry]) => {
  document.documentElement.style.scrollPaddingTop = `${(entry!.target as HTMLElement).offsetHeight + 8}px`
}).observe(ROOT.querySelector('.top')!)

function firstLanguage(): Language {
  const wish = QUERY.get('lang') ?? remembered('language') ?? navigator.language
  return wish.startsWith('zh') ? 'zh' : 'en'
}

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Private windows may refuse; then it lasts as long as the page.
  }
}
