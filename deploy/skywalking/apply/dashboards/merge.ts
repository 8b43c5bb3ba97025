import { inRows } from '../../rules/rows.ts'
import { headerOf, withHeader, type Content, type Item } from './envelope.ts'

/* Ours into what is stored, and out of it. */

/** Charts and columns of ours have ids that begin so … */
const OURS = /^mm_/
/** … and these are what a dashboard of OAP's own lacks. */
const ADDITIONS = /^mm_x_/
/** Horizon UI shows no more. */
const MAX_COLUMNS = 10

/** @param what of ours: all, or what a dashboard of OAP's own lacks */
export function merge(theirs: Content, ours: Content, what: 'all' | 'additions'): Content {
  const which = what === 'all' ? OURS : ADDITIONS
  const header = headerOf(OURS.test(headerOf(theirs)?.orderBy ?? 'mm_') ? ours : theirs)
  const columns = joined(columnsOf(theirs), columnsOf(ours), 'metric', which).slice(0, MAX_COLUMNS)
  const dashboards = { ...theirs.dashboards }
  for (const [scope, charts] of Object.entries(ours.dashboards ?? {}))
    dashboards[scope] = joined(dashboards[scope], what === 'all' ? charts : inOwnRows(charts), 'id', which)
  const merged = { ...theirs, dashboards }
  return withTopology(withHeader(what === 'all' ? withNamesOf(merged, ours) : merged, { ...header, columns }))
}

/** What ours has and a dashboard that an earlier release has made lacks. */
function withNamesOf(theirs: Content, ours: Content): Content {
  const { slots, header, metrics } = ours
  return { slots, header, metrics, ...theirs }
}

/** What is added stands below what OAP has, in rows that it fills. */
function inOwnRows(charts: Item[]): Item[] {
  return inRows(charts.filter(({ id = '' }) => ADDITIONS.test(id)))
}

/** Where the topology was off, says that it was: OAP draws one from the segments of the kit. */
function withTopology(content: Content): Content {
  const { components } = content
  if (!components || components.topology) return content
  return { ...content, components: { ...components, topology: true }, [WAS_OFF]: true }
}

function withoutTopology({ [WAS_OFF]: wasOff, ...content }: Content): Content {
  if (!wasOff) return content
  return { ...content, components: { ...content.components, topology: false } }
}

const WAS_OFF = 'mm_topology_was_off'

/**
 * In the order of the English one: Horizon UI goes by place where there is no id.
 * @param english what it translates, as it will be stored
 * @param ourEnglish what ours translates
 */
export function mergeTranslation(
  theirs: Content,
  ours: Content,
  english: Content,
  ourEnglish: Content,
): Content {
  const columns = columnsOf(english).map(({ metric }, place) => {
    const ourPlace = columnsOf(ourEnglish).findIndex((column) => column.metric === metric)
    return columnsOf(ours)[ourPlace] ?? columnsOf(theirs)[place] ?? {}
  })
  const dashboards = { ...theirs.dashboards }
  for (const [scope, charts] of Object.entries(english.dashboards ?? {}))
    dashboards[scope] = charts.map(({ id }) => {
      const byId = ({ dashboards: of }: Content) => of?.[scope]?.find((chart) => chart.id === id)
      return byId(ours) ?? byId(theirs) ?? { id }
    })
  return withHeader({ ...theirs, dashboards }, { ...headerOf(theirs), columns })
}

/** @param english what it translates, of a translation */
export function without(content: Content, english = content): Content {
  const header = headerOf(content)
  // columns of a translation have no id: they stand where those of the English one stand
  const columns = columnsOf(content).filter((_, place) => !isOurs(columnsOf(english)[place]))
  const dashboards = Object.fromEntries(
    Object.entries(content.dashboards ?? {}).map(([scope, charts]) => [
      scope,
      charts.filter((chart) => !isOurs(chart)),
    ]),
  )
  const left = withoutTopology({ ...content, dashboards })
  return header ? withHeader(left, { ...header, columns }) : left
}

/** Whether it is no dashboard of OAP's own with additions, but one that this command has made. */
export function isWhole({ dashboards = {} }: Content): boolean {
  return Object.values(dashboards)
    .flat()
    .some(({ id = '' }) => OURS.test(id) && !ADDITIONS.test(id))
}

/** With metrics under other names. */
export function withNames(content: Content, names: Record<string, string>): Content {
  if (!Object.keys(names).length) return content
  const text = JSON.stringify(content).replace(/\bmeter_\w+/g, (metric) => names[metric] ?? metric)
  return JSON.parse(text) as Content
}

/** Ours in their old places, new ones at the end. */
function joined(theirs: Item[] = [], ours: Item[] = [], key: 'id' | 'metric', which: RegExp): Item[] {
  const wanted = ours.filter((item) => which.test(item[key] ?? ''))
  const kept = theirs
    .map((item) => wanted.find((own) => own[key] === item[key]) ?? item)
    .filter((item) => !OURS.test(item[key] ?? '') || wanted.includes(item))
  return [...kept, ...wanted.filter((own) => !kept.includes(own))]
}

function columnsOf(content: Content): Item[] {
  return headerOf(content)?.columns ?? []
}

function isOurs(item: Item | undefined): boolean {
  return OURS.test(item?.id ?? item?.metric ?? '')
}
