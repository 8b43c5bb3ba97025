/** @jsxImportSource preact */
import { platformOf } from '../i18n.ts'
import { useView } from '../view.ts'
import { classes } from './parts.tsx'

export function Header() {
  return (
    <header class="top">
      <div class="top-inner">
        <Brand />
        <div class="controls">
          <LiveSign />
          <Filters />
          <Buttons />
        </div>
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

/** Offers what has sent something. */
function Filters() {
  const { state, act, t } = useView()
  const { services = [] } = state.snapshot ?? {}
  const { service = '', platform = '' } = state.filter
  const named = (name: string): [string, string] => [name, platformOf(name, state.language).name]
  return (
    <>
      <Chooser
        id="service"
        label={t('service')}
        all={t('allServices')}
        value={service}
        options={unique(services.map((row) => row.service)).map((name) => [name, name])}
        onChoose={(name) => act.choose('service', name)}
      />
      <Chooser
        id="platform"
        label={t('platform')}
        all={t('allPlatforms')}
        value={platform}
        options={unique(services.map((row) => row.platform)).map(named)}
        onChoose={(name) => act.choose('platform', name)}
      />
    </>
  )
}

function unique(values: string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').sort()
}

interface ChooserProps {
  id: string
  label: string
  /** Stands for no choice. */
  all: string
  value: string
  options: [value: string, text: string][]
  onChoose(value: string): void
}

function Chooser({ id, label, all, value, options, onChoose }: ChooserProps) {
  return (
    <label class={classes('chooser', value !== '' && 'on')}>
      <span class="sr">{label}</span>
      <select
        data-testid={`filter-${id}`}
        value={value}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        <option value="">{all}</option>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
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
