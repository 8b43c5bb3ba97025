import type { PlatformName } from '../../core/platforms/names.ts'
import {
  everywhere,
  KEEP_ALIVE_FIELDS,
  LOG_ATTRIBUTES,
  LOG_FIELDS,
  LOGS,
  METRICS,
  pointFields,
  RESOURCE,
  SCOPE,
  SEGMENT_FIELDS,
  SPAN_ATTRIBUTES,
  SPAN_FIELDS,
  spanKinds,
  type Attribute,
  wherePagesLoad,
  type FrameworkName,
} from '../data/signals/index.ts'

/** An app of a framework on a platform. */
export interface Place {
  framework: FrameworkName
  platform: PlatformName
}

/** What data/signals/ lists for that place, in the form in which flatten.ts tells what was sent. */
export function listedLines({ framework, platform }: Place): Set<string> {
  const isHere = ({ where = everywhere }: Pick<Attribute, 'where'>) => where[framework].includes(platform)
  const here = (rows: Attribute[], kind?: string) =>
    rows.filter((row) => isHere(row) && (!kind || !row.on || row.on.includes(kind)))
  const fields = (id: string, rows: Attribute[], kind?: string) =>
    here(rows, kind).map(({ name }) => `${id} field ${name}`)
  const attributes = (id: string, rows: Attribute[], kind?: string) =>
    here(rows, kind).map(({ name, type }) => `${id} attribute ${name} ${type}`)
  return new Set([
    ...attributes('resource', RESOURCE),
    ...fields('scope', SCOPE),
    ...LOGS.filter(isHere).flatMap(({ kind }) => [
      ...fields(`log/${kind}`, LOG_FIELDS, kind),
      ...attributes(`log/${kind}`, LOG_ATTRIBUTES, kind),
    ]),
    ...METRICS.filter(isHere).flatMap(({ name, type, unit, fractions, attributes: rows }) => [
      `metric/${name} ${type} ${unit}`,
      ...pointFields[type].map(
        (field) => `metric/${name} field ${fractions ? field.replace('asInt', 'asDouble') : field}`,
      ),
      ...attributes(`metric/${name}`, rows),
    ]),
    ...spanKinds
      .filter((kind) => kind !== 'page' || isHere({ where: wherePagesLoad }))
      .flatMap((kind) => [
        ...fields(`span/${kind}`, SPAN_FIELDS, kind),
        ...attributes(`span/${kind}`, SPAN_ATTRIBUTES, kind),
        ...attributes(`segment/${kind}`, SEGMENT_FIELDS, kind),
      ]),
    ...attributes('keepAlive', KEEP_ALIVE_FIELDS),
  ])
}

/**
 * What comes only where an app asks for it, by a call or an option, or where something out of the ordinary happens, and
 * the lines that tell of it.
 */
const OCCASIONS = {
  setUser: /^(?!\w+\/page ).*([. ]user\.id\b|\[user\.id\])/,
  'a request of a loaded page': /\/request .*view_id/,
  'a user before a page': /^(span|segment)\/page .*[. [](user\.id)\b/,
  log: /^log\/log /,
  startSpan: /^(span|segment)\/own /,
  'spans as OTLP': /^span\//,
  'nothing but segments': /^keepAlive /,
  serviceInstance: / service\.instance\.id /,
  'long texts': /miniprogram\.monitor\.truncated/,
  'equal errors': /^log\/js attribute exception\.count /,
  'equal rejections or failures': /^log\/(promise|ajax) attribute exception\.count /,
  'a rejection with an Error': /^log\/promise attribute exception\.stacktrace /,
  losses: /^metric\/miniprogram\.monitor\.dropped /,
  'many series': / otel\.metric\.overflow /,
  'a page that is not there': /^log\/pageNotFound /,
  'a sub-package that does not load': /^log\/lazyLoad /,
  resources: /^log\/resource /,
  lag: /^(log\/lag |metric\/miniprogram\.lag\.)/,
  updates: /miniprogram\.set_data\./,
  'a request that fails on the way': /tags\[error\.message\]/,
} as const

export type Occasion = keyof typeof OCCASIONS

/** Of those lines what an app is to send that has only these occasions, and whose code gives nothing by itself. */
export function expectedLines(place: Place, had: readonly Occasion[]): Set<string> {
  const missed = (Object.keys(OCCASIONS) as Occasion[]).filter((each) => !had.includes(each))
  const given = LOG_ATTRIBUTES.filter((row) => row.given?.includes(place.framework))
  return new Set(
    [...listedLines(place)].filter(
      (line) =>
        !missed.some((each) => OCCASIONS[each].test(line)) &&
        !given.some(({ name }) => line.includes(` ${name} `)),
    ),
  )
}

/** Both ways: what one has and the other lacks. */
export function difference(
  sent: Set<string>,
  listed: Set<string>,
): { notListed: string[]; neverSent: string[] } {
  return {
    notListed: [...sent].filter((line) => !listed.has(line)).sort(),
    neverSent: [...listed].filter((line) => !sent.has(line)).sort(),
  }
}
