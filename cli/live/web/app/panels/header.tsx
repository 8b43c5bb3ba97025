/** @jsxImportSource preact */
import { useView } from '../view.ts'
import { Filters } from './filters.tsx'

export function Header() {
  return (
    <header class="top">
      <div class="top-inner">
        <Brand />
        <div class="controls">
          <LiveSign />
          <Buttons />
        </div>
        <Filters />
      </div>
    </header>
  )
}

function Brand() {
  return (
    <div class="brand">
      <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
        <defs>
          <linearGradient id="mark" x1="0" y1="0" x2="1" y2="1">
            <stop offset="0" stop-color="#15c08a" />
            <stop offset="1" stop-color="#0b7f8c" />
          </linearGradient>
        </defs>
        <rect width="32" height="32" rx="9" fill="url(#mark)" />
        <path d="M5 17h5l3-8 5 15 3.5-9 1.5 2h4" />
      </svg>
      <div>
        <h1>mini-monitor</h1>
        <p>{useView().t('tagline')}</p>
      </div>
    </div>
  )
}

function LiveSign() {
  const { state, t } = useView()
  const connected = state.connected ? 'live' : 'offline'
  const status = state.paused ? 'paused' : connected
  return (
    <span class={`live ${status}`} data-testid="live" data-status={status} role="status">
      <i />
      {t(status)}
    </span>
  )
}

function Buttons() {
  const { state, act, t } = useView()
  return (
    <>
      <button
        class="button"
        type="button"
        data-testid="pause"
        aria-pressed={state.paused}
        onClick={act.pause}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          {state.paused ? <path class="solid" d="M5 3l8 5-8 5z" /> : <path d="M5 3v10M11 3v10" />}
        </svg>
        <span class="label">{t(state.paused ? 'resume' : 'pause')}</span>
      </button>
      <button
        class="button"
        type="button"
        data-testid="language"
        lang={state.language === 'zh' ? 'en' : 'zh-CN'}
        onClick={act.switchLanguage}
      >
        {state.language === 'zh' ? 'English' : '中文'}
      </button>
    </>
  )
}
