/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { filled, platformOf } from '../i18n.ts'
import type { Translate, Word } from '../i18n.ts'
import { useView } from '../view.ts'

interface PanelProps {
  id: string
  title: string
  hint?: string
  /** Right end of the head. */
  aside?: ComponentChildren
  /** How wide it is, and whether it has a frame. */
  size?: 'wide' | 'half' | 'full' | 'bare'
  /** What to say where there is nothing to show: then it is one line. */
  none?: string | false
  children: ComponentChildren
}

export function Panel({ id, title, hint, aside, size, none, children }: PanelProps) {
  const panel = { 'data-testid': id, id, 'aria-labelledby': `${id}-title` }
  if (none)
    return (
      <section class="panel none" {...panel}>
        <h2 id={`${id}-title`}>{title}</h2>
        <p data-testid="empty">{none}</p>
      </section>
    )
  return (
    <section class={classes('panel', size)} {...panel}>
      <header class="panel-head">
        <div>
          <h2 id={`${id}-title`}>{title}</h2>
          {hint && <p>{hint}</p>}
        </div>
        {aside}
      </header>
      {children}
    </section>
  )
}

/** What a list that can be searched says where it is empty: whatever there is, nothing was found in it. */
export function useNothing(): (word: Word) => string {
  const { state, t } = useView()
  const q = state.filter.q?.trim()
  return (word) => (q ? filled(t('noMatch'), { q }) : t(word))
}

/** The names that hold, as a `class`. */
export function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}

/** A class after what came: none if that would be more than one. */
export function classAfter(prefix: string, word: string): string | false {
  return /^\w+$/.test(word) && `${prefix}-${word}`
}

export function Empty({ text }: { text: string }) {
  return (
    <div class="empty" data-testid="empty">
      {text}
    </div>
  )
}

export function PlatformBadge({ platform }: { platform: string }) {
  const { short, name, color } = platformOf(platform, useView().state.language)
  return (
    <span class="platform" role="img" aria-label={name} style={{ '--c': color }} title={name}>
      {short}
    </span>
  )
}

/** An HTTP status in the colour of its class; what is none is no answer. */
export function StatusBadge({ status }: { status: string }) {
  const { t } = useView()
  const answered = /^[1-5]\d\d$/.test(status)
  return <span class={`status s${answered ? status[0] : '0'}`}>{answered ? status : t('noAnswer')}</span>
}

interface FoldedProps<T> {
  name: string
  items: T[]
  few: number
  /** There are others than these, the newest. */
  more?: boolean
  each(item: T): ComponentChildren
}

/** The first `few` items, and a button for the others. */
export function Folded<T>({ name, items, few, more = false, each }: FoldedProps<T>) {
  const { state, act, t } = useView()
  const key = `all ${name}`
  const all = state.open.has(key)
  return (
    <>
      {(all ? items : items.slice(0, few)).map(each)}
      {items.length > few && (
        <button key="more" class="more" type="button" aria-expanded={all} onClick={() => act.toggle(key)}>
          {all && t('showLess')}
          {!all &&
            (more ? filled(t('showNewest'), { n: items.length }) : `${t('showAll')} (${items.length})`)}
        </button>
      )}
    </>
  )
}

/** `over 15 s`: what less than a minute a rate is counted over. */
export function overSpan(ms: number, t: Translate): string {
  return filled(t('over'), { span: `${Math.round(ms / 1000)} s` })
}

export function KeyValues({ pairs }: { pairs: [key: string, value: string][] }) {
  return (
    <dl class="pairs">
      {pairs.map(([key, value]) => (
        <div>
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
