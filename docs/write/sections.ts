import { readPublish } from '../../.ci/publish.ts'
import { assumed, defaults } from '../../deploy/sizing/assumptions.ts'
import { countedMetrics, measuredBytes } from '../../deploy/sizing/measured.ts'
import { sizingOf } from '../../deploy/sizing/model.ts'
import { ROWS as sizingRows } from '../../deploy/sizing/rows.ts'
import { entriesIn } from '../../test/compat/table.ts'
import { REDACT_KEYS } from '../../core/processors/private.ts'
import { OPTIONS } from '../data/options.ts'
import { FRAMEWORK_APIS } from '../data/framework-apis.ts'
import { MINI_APIS, type ApiRow } from '../data/platform-apis.ts'
import { WEB_APIS } from '../data/web-apis.ts'
import { PRIVACY_ROWS } from '../data/privacy.ts'
import * as signals from '../data/signals/index.ts'
import { text, type Language, type Text } from '../data/text.ts'
import { VERSIONS } from '../data/versions.ts'
import { VERSION } from './app.ts'
import { growthTable, timesTable } from './cost.ts'
import { installSections } from './install.ts'
import { sizeLimits, sizeNames } from './sizes.ts'
import { code, table } from './table.ts'
import { frameworks, frameworksText, platformsText, whereText } from './where.ts'
import { words } from './words.ts'

/* What the pages hold between `<!-- generated: name -->` and `<!-- /generated -->`. */

export type Section = (language: Language) => string

/** Columns On and Where only where they say something. */
function attributes(rows: signals.Attribute[], title: Text = words.attribute): Section {
  const sorts = rows.some((row) => row.on)
  const places = rows.some((row) => row.where ?? row.given)
  return (language) =>
    table(
      language,
      [
        ...[title, words.type, ...(sorts ? [words.on] : []), ...(places ? [words.where] : [])],
        ...[words.when, words.source],
      ],
      rows.map(({ name, type, on, where, given, when, source }) => [
        code(name),
        type,
        ...(sorts ? [on ? on.map(code).join(' ') : words.all[language]] : []),
        ...(places ? [whereText(where ?? signals.everywhere, given)[language]] : []),
        when[language],
        source[language],
      ]),
    )
}

/** The column Where only if it says something. */
function apis(rows: ApiRow[]): Section {
  const places = rows.some(({ where }) => where)
  return (language) =>
    table(
      language,
      [words.api, ...(places ? [words.where] : []), words.when, words.why, words.consent, words.off],
      rows.map(({ names, where, when, why, beforeConsent, off }) => [
        names.map(code).join(' '),
        ...(places ? [where ? frameworksText(where)[language] : words.all[language]] : []),
        when[language],
        why[language],
        words[beforeConsent ? 'yes' : 'no'][language],
        off[language],
      ]),
    )
}

function metricOf(name: string) {
  return signals.METRICS.find((metric) => metric.name === name)!
}

const metricTable: Section = (language) =>
  table(
    language,
    [words.metric, words.type, words.unit, words.what, words.source],
    signals.METRICS.map(({ name, type, unit, what, source }) => [
      code(name),
      type,
      unit,
      what[language],
      source[language],
    ]),
  )

const metricPlaces: Section = (language) =>
  table(
    language,
    [words.metric, ...signals.FRAMEWORK_NAMES.map((name) => frameworks[name])],
    signals.METRICS.map(({ name, where }) => [
      code(name.replace('miniprogram.', '')),
      ...signals.FRAMEWORK_NAMES.map((framework) => platformsText(where[framework])[language]),
    ]),
  )

const pointFields: Section = (language) =>
  table(
    language,
    [words.type, words.fields],
    Object.entries(signals.pointFields).map(([type, names]) => [type, names.map(code).join(' ')]),
  )

const logKinds: Section = (language) =>
  table(
    language,
    ['`exception.type`', words.where, words.trigger, words.body],
    signals.LOGS.map(({ kind, where, trigger, body }) => [
      kind === 'log' ? '–' : code(kind),
      whereText(where)[language],
      trigger[language],
      body[language],
    ]),
  )

const appHeaders: Section = (language) =>
  table(
    language,
    [words.header, words.propagator, words.value],
    signals.APP_HEADERS.map(({ name, propagator, what }) => [code(name), code(propagator), what[language]]),
  )

const ownHeaders: Section = (language) =>
  table(
    language,
    [words.header, words.value],
    signals.OWN_HEADERS.map(({ name, what }) => [code(name), what[language]]),
  )

const dropReasons: Section = (language) =>
  table(
    language,
    [words.reason, words.lost, words.what],
    signals.DROP_REASONS.map(({ reason, lost, what }) => [
      code(reason),
      words[lost ? 'yes' : 'no'][language],
      what[language],
    ]),
  )

function optionTable(rows: typeof OPTIONS): Section {
  return (language) =>
    table(
      language,
      [words.option, words.type, words.fallback, words.what],
      rows.map((row) => [
        code(row.path),
        code(row.type),
        row.defaultText?.[language] ?? code(JSON.stringify(row.default).replace(/"/g, "'")),
        row.what[language],
      ]),
    )
}

const privacy: Section = (language) =>
  table(
    language,
    [words.fields, words.why, words.off],
    PRIVACY_ROWS.map(({ fields, why, off }) => [fields.map(code).join(' '), why[language], off[language]]),
  )

const redactKeys: Section = () => REDACT_KEYS.map(code).join(' ')

/** Entries of one name are one row, and have one limit. */
const sizes: Section = (language) => {
  const rows = sizeLimits().map(({ what, minified, gzipped }): [string, string[]] => {
    const name = sizeNames[what]?.[language] ?? what
    return [name, [name, minified, gzipped]]
  })
  return table(language, [words.measured, words.minified, 'gzip'], [...new Map(rows).values()])
}

/** Results and dates of test/compat. */
const versions: Section = (language) => {
  const seen = new Map(entriesIn().map((entry) => [entry.what, entry]))
  const rows = VERSIONS.map(({ what, how, row }) => {
    if (!row) return [what, how, words.works, words.always]
    const { result = '', date = '' } = seen.get(row) ?? {}
    const [word] = /^(works|fails)/.exec(result) ?? []
    return [what, how, words[word === 'works' || word === 'fails' ? word : 'untried'], text(date, date)]
  })
  return table(
    language,
    [words.version, words.how, words.result, words.tried],
    rows.map((cells) => cells.map((cell) => cell[language])),
  )
}

const sizing: Section = (language) => {
  const [bytes, rules] = [measuredBytes(), countedMetrics()]
  const sizings = [1e6, 1e8].map((devices) => sizingOf(devices, bytes, rules, defaults))
  return table(
    language,
    [words.devices, '1 M', '100 M'],
    sizingRows.map(({ what, value }) => [what[language], ...sizings.map(value)]),
  )
}

const sizingAssumptions: Section = (language) =>
  table(
    language,
    [words.assumed, words.value, words.option],
    Object.entries(assumed).map(([name, { value, what }]) => [
      what[language],
      String(value),
      code('--' + name),
    ]),
  )

export const sections: Record<string, Section> = {
  ...installSections(readPublish(new URL('../../', import.meta.url).pathname).published, VERSION),
  resource: attributes(signals.RESOURCE),
  scope: attributes(signals.SCOPE, words.field),
  'log-kinds': logKinds,
  'log-fields': attributes(signals.LOG_FIELDS, words.field),
  'log-attributes': attributes(signals.LOG_ATTRIBUTES),
  metrics: metricTable,
  'metric-places': metricPlaces,
  'metric-page': attributes(metricOf('miniprogram.route.duration').attributes),
  'metric-request': attributes(metricOf('miniprogram.request.duration').attributes),
  'metric-dropped': attributes(metricOf('miniprogram.monitor.dropped').attributes),
  'point-fields': pointFields,
  'drop-reasons': dropReasons,
  'span-fields': attributes(signals.SPAN_FIELDS, words.field),
  'span-attributes': attributes(signals.SPAN_ATTRIBUTES),
  'segment-fields': attributes(signals.SEGMENT_FIELDS, words.field),
  'keep-alive': attributes(signals.KEEP_ALIVE_FIELDS, words.field),
  'app-headers': appHeaders,
  'own-headers': ownHeaders,
  options: optionTable(OPTIONS),
  'options-short': optionTable(OPTIONS.filter(({ short }) => short)),
  'mini-apis': apis(MINI_APIS),
  'web-apis': apis(WEB_APIS),
  'framework-apis': apis(FRAMEWORK_APIS),
  'privacy-fields': privacy,
  'redact-keys': redactKeys,
  sizes,
  'cost-growth': growthTable,
  'cost-times': timesTable,
  versions,
  sizing,
  'sizing-assumptions': sizingAssumptions,
}
