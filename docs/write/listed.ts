import {
  KEEP_ALIVE_FIELDS,
  LOG_ATTRIBUTES,
  LOG_FIELDS,
  logKinds,
  METRICS,
  pointFields,
  RESOURCE,
  SCOPE,
  SEGMENT_FIELDS,
  SPAN_ATTRIBUTES,
  SPAN_FIELDS,
  spanKinds,
  type Attribute,
} from '../data/signals/index.ts'

/** What data/signals/ lists, in the form in which flatten.ts tells what was sent. */
export function listedLines(): Set<string> {
  const fields = (id: string, rows: Attribute[], kind?: string) =>
    carriedBy(rows, kind).map(({ name }) => `${id} field ${name}`)
  const attributes = (id: string, rows: Attribute[], kind?: string) =>
    carriedBy(rows, kind).map(({ name, type }) => `${id} attribute ${name} ${type}`)
  return new Set([
    ...attributes('resource', RESOURCE),
    ...fields('scope', SCOPE),
    ...logKinds.flatMap((kind) => [
      ...fields(`log/${kind}`, LOG_FIELDS, kind),
      ...attributes(`log/${kind}`, LOG_ATTRIBUTES, kind),
    ]),
    ...METRICS.flatMap(({ name, type, unit, attributes: rows }) => [
      `metric/${name} ${type} ${unit}`,
      ...pointFields[type].map((field) => `metric/${name} field ${field}`),
      ...attributes(`metric/${name}`, rows),
    ]),
    ...spanKinds.flatMap((kind) => [
      ...fields(`span/${kind}`, SPAN_FIELDS, kind),
      ...attributes(`span/${kind}`, SPAN_ATTRIBUTES, kind),
      ...attributes(`segment/${kind}`, SEGMENT_FIELDS, kind),
    ]),
    ...attributes('keepAlive', KEEP_ALIVE_FIELDS),
  ])
}

function carriedBy(rows: Attribute[], kind: string | undefined): Attribute[] {
  return rows.filter(({ on }) => !kind || !on || on.includes(kind))
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
