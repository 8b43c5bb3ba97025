/** @jsxImportSource preact */
import type { Filter, FilterPart } from '../../../sink/store/filter.ts'
import type { ServiceRow, Snapshot } from '../../../sink/store/snapshot.ts'
import { lengthOf, RANGES } from '../../../sink/store/time.ts'
import type { Range } from '../../../sink/store/time.ts'
import * as format from '../format.ts'
import { filled, platformOf } from '../i18n.ts'
import type { Translate } from '../i18n.ts'
import { useView } from '../view.ts'
import { classes } from './parts.tsx'

const SENDER_PARTS = ['service', 'platform', 'version', 'framework'] as const
type SenderPart = (typeof SENDER_PARTS)[number]

const WORDS = {
  service: 'allServices',
  platform: 'allPlatforms',
  version: 'allVersions',
  framework: 'allFrameworks',
} as const

/** What of all that came the page shows; it stands in the address, too. */
export function Filters() {
  const { state, act, t } = useView()
  const { snapshot, filter } = state
  const rows = snapshot?.services ?? []
  const isFiltered = Object.values(filter).some(Boolean)
  return (
    <div class="filters" role="search" aria-label={t('filters')}>
      <Ranges snapshot={snapshot} />
      {SENDER_PARTS.map((part) => (
        <Chooser
          key={part}
          part={part}
          label={t(part)}
          all={t(WORDS[part])}
          options={unique(rows.flatMap((row) => valuesOf(row, part))).map((value) => [
            value,
            part === 'platform' ? platformOf(value, state.language).name : value,
          ])}
        />
      ))}
      <input
        class="search"
        type="search"
        data-testid="filter-q"
        aria-label={t('searchHint')}
        title={t('searchHint')}
        placeholder={t('search')}
        value={filter.q ?? ''}
        onInput={({ currentTarget }) => act.choose('q', currentTarget.value)}
      />
      {isFiltered && (
        <button class="link" type="button" data-testid="filter-clear" onClick={act.showAll}>
          {t('clearFilter')}
        </button>
      )}
    </div>
  )
}

function valuesOf(row: ServiceRow, part: SenderPart): string[] {
  return part === 'version' ? row.versions : [row[part]]
}

function unique(values: string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').sort()
}

function Ranges({ snapshot }: { snapshot?: Snapshot }) {
  const { t } = useView()
  const since = snapshot ? filled(t('sinceStart'), { time: format.time(snapshot.startedAt) }) : t('rangeAll')
  const names = Object.keys(RANGES) as Range[]
  return (
    <Chooser
      part="range"
      label={t('range')}
      all={since}
      options={names.map((name) => [name, t(`range_${name}`)])}
    />
  )
}

interface ChooserProps {
  part: FilterPart
  label: string
  /** Stands for no choice. */
  all: string
  options: [value: string, text: string][]
}

function Chooser({ part, label, all, options }: ChooserProps) {
  const { state, act } = useView()
  const value = state.filter[part] ?? ''
  const isOffered = value === '' || options.some(([name]) => name === value)
  return (
    <label class={classes('chooser', value !== '' && 'on')}>
      <span class="sr">{label}</span>
      <select
        data-testid={`filter-${part}`}
        value={value}
        onChange={({ currentTarget }) => act.choose(part, currentTarget.value)}
      >
        <option value="">{all}</option>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
        {/* From the address, say: it has to be seen to be taken back. */}
        {!isOffered && <option value={value}>{value} ?</option>}
      </select>
    </label>
  )
}

/** What in the filter nobody has ever sent: told by its name, with the way back. */
export function UnknownFilters({ data }: { data: Snapshot }) {
  const { state, act, t } = useView()
  return (
    <>
      {unknownIn(data, state.filter, t).map(([parts, text]) => (
        <p key={parts.join()} class="notice" role="status" data-testid={`unknown-${parts.join('-')}`}>
          {text}{' '}
          <button
            class="link"
            type="button"
            onClick={() => (parts.length > 1 ? act.showAll() : act.choose(parts[0]!, ''))}
          >
            {t('clear')}
          </button>
        </p>
      ))}
    </>
  )
}

/** Whether anybody sent what is asked for, at any time. */
export function isKnown({ services }: Snapshot, filter: Filter): boolean {
  return services.some((row) =>
    SENDER_PARTS.every((part) => !filter[part] || valuesOf(row, part).includes(filter[part])),
  )
}

function unknownIn(
  data: Snapshot,
  filter: Filter,
  t: Translate,
): [parts: [FilterPart, ...FilterPart[]], text: string][] {
  const unknown: [[FilterPart, ...FilterPart[]], string][] = SENDER_PARTS.filter(
    (part) => !isKnown(data, { [part]: filter[part] }),
  ).map((part) => [[part], filled(t('noDataFor'), { what: `${t(part).toLowerCase()} ${filter[part]}` })])
  const [first, ...others] = SENDER_PARTS.filter((part) => filter[part])
  if (first && unknown.length === 0 && !isKnown(data, filter)) {
    const what = [first, ...others].map((part) => filter[part]).join(' · ')
    unknown.push([[first, ...others], filled(t('noDataFor'), { what })])
  }
  if (filter.range && lengthOf(filter.range) === undefined)
    unknown.push([['range'], filled(t('noRange'), { range: filter.range })])
  return unknown
}
