import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/* Dashboards: ours are put into what is stored, and what others put there stays. */

/** Charts and columns of ours have ids that begin so … */
const OURS = /^mm_/
/** … and these are what a dashboard of OAP's own lacks. */
const ADDITIONS = /^mm_x_/
/** Horizon UI shows no more. */
const MAX_COLUMNS = 10

/**
 * @typedef {Record<string, any>} Content
 * @typedef {{ name: string, kind: string, version: number, locale?: string, content: Content }} Envelope
 * @typedef {import('./admin.mjs').Template} Template
 * @typedef {{ name: string, id: string, configuration: string, action: 'create' | 'update' | 'disable' | 'none' }} Step
 */

/** @returns {Envelope[]} */
export function ourTemplates(/** @type {string} */ folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => Number(a.includes('.i18n.')) - Number(b.includes('.i18n.')))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
}

/** @returns {Envelope | undefined} */
function envelopeOf(/** @type {Template} */ template) {
  try {
    const envelope = JSON.parse(template.configuration)
    return envelope?.content && typeof envelope.name === 'string' ? envelope : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {{ ours: Envelope[], stored: Template[], shipped: (key: string) => boolean, renamed?: Record<string, string> }} given
 *   `shipped`: layers for which OAP has a dashboard of its own; `renamed`: metrics that have a new name.
 * @returns {Step[]}
 */
export function planTemplates({ ours, stored, shipped, renamed = {} }) {
  const find = finder(stored)
  /** @type {Record<string, Content>} */
  const english = {}
  const ownEnglish = Object.fromEntries(
    ours.filter(({ locale }) => !locale).map((own) => [layerOf(own), own.content]),
  )
  return ours.map((own) => {
    const found = find(own.name)
    const key = layerOf(own)
    const merged = found
      ? own.locale
        ? mergeTranslation(found.envelope.content, own.content, english[key], ownEnglish[key])
        : merge(
            found.envelope.content,
            own.content,
            shipped(key) && !isWholly(found.envelope.content) ? ADDITIONS : OURS,
          )
      : own.content
    const content = rename(merged, renamed)
    if (!own.locale) english[key] = content
    return step(own, found, { ...(found?.envelope ?? own), content })
  })
}

/**
 * The same without ours. A dashboard of which nothing is left is switched off: OAP deletes none.
 * @param {{ ours: Envelope[], stored: Template[], renamed?: Record<string, string> }} given
 * @returns {Step[]}
 */
export function planRemoval({ ours, stored, renamed = {} }) {
  const find = finder(stored)
  const back = Object.fromEntries(Object.entries(renamed).map(([before, after]) => [after, before]))
  const off = new Set()
  return ours.flatMap((own) => {
    const found = find(own.name)
    if (!found || found.template.disabled) return []
    const english = find(`horizon.layer.${layerOf(own)}`)?.envelope.content
    const content = rename(without(found.envelope.content, english), back)
    const isEmpty = !Object.values(content.dashboards ?? {}).some((charts) => charts.length)
    if (isEmpty || off.has(layerOf(own))) {
      off.add(layerOf(own))
      return [
        {
          name: own.name,
          id: found.template.id,
          configuration: '',
          action: /** @type {const} */ ('disable'),
        },
      ]
    }
    return [step(own, found, { ...found.envelope, content })]
  })
}

/** Not one of OAP's own with additions, but one that this command has made. */
function isWholly(/** @type {Content} */ { dashboards = {} }) {
  return Object.values(dashboards)
    .flat()
    .some(({ id }) => OURS.test(id) && !ADDITIONS.test(id))
}

function layerOf(/** @type {Envelope} */ { name }) {
  return name.replace(/^horizon\.layer\./, '').replace(/\.i18n\..*$/, '')
}

function finder(/** @type {Template[]} */ stored) {
  const known = stored
    .map((template) => ({ template, envelope: envelopeOf(template) }))
    // of several under one name Horizon UI takes the first that is on, by id
    .sort(
      (a, b) =>
        Number(!!a.template.disabled) - Number(!!b.template.disabled) ||
        (a.template.id < b.template.id ? -1 : 1),
    )
  return (/** @type {string} */ name) => {
    const found = known.find(({ envelope }) => envelope?.name === name)
    return found?.envelope && { template: found.template, envelope: found.envelope }
  }
}

/** @returns {Step} */
function step(
  /** @type {Envelope} */ own,
  /** @type {{ template: Template, envelope: Envelope } | undefined} */ found,
  /** @type {Envelope} */ envelope,
) {
  const configuration = JSON.stringify(envelope)
  const id = found?.template.id ?? ''
  if (!found) return { name: own.name, id, configuration, action: 'create' }
  const isSame = !found.template.disabled && JSON.stringify(found.envelope) === configuration
  return { name: own.name, id, configuration, action: isSame ? 'none' : 'update' }
}

const HEADERS = ['layer-header', 'header', 'metrics']
function headerOf(/** @type {Content} */ content) {
  return HEADERS.find((name) => content[name]?.columns) ?? 'layer-header'
}

/** @returns {Content} */
function merge(/** @type {Content} */ theirs, /** @type {Content} */ ours, /** @type {RegExp} */ which) {
  const name = headerOf(theirs)
  const columns = joined(theirs[name]?.columns, ours['layer-header'].columns, 'metric', which).slice(
    0,
    MAX_COLUMNS,
  )
  const dashboards = { ...theirs.dashboards }
  for (const [scope, charts] of Object.entries(ours.dashboards))
    dashboards[scope] = joined(dashboards[scope], charts, 'id', which)
  return { ...theirs, [name]: { ...(theirs[name] ?? ours['layer-header']), columns }, dashboards }
}

/** Ours in their old places, new ones at the end. */
function joined(
  /** @type {Content[]} */ theirs = [],
  /** @type {Content[]} */ ours,
  /** @type {string} */ key,
  /** @type {RegExp} */ which,
) {
  const wanted = ours.filter((item) => which.test(item[key]))
  const kept = theirs
    .map((item) => wanted.find((own) => own[key] === item[key]) ?? item)
    .filter((item) => !OURS.test(item[key]) || wanted.includes(item))
  return [...kept, ...wanted.filter((own) => !kept.includes(own))]
}

/**
 * In the order of the English one: Horizon UI goes by place where there is no id.
 * @param {Content} theirs
 * @param {Content} ours
 * @param {Content} english what it translates, as it will be stored
 * @param {Content} own our English one
 * @returns {Content}
 */
function mergeTranslation(theirs, ours, english, own) {
  const name = headerOf(english)
  const columns = english[name].columns.map(
    (/** @type {Content} */ { metric }, /** @type {number} */ index) => {
      const place = own['layer-header'].columns.findIndex(
        (/** @type {Content} */ column) => column.metric === metric,
      )
      return ours['layer-header'].columns[place] ?? theirs[headerOf(theirs)]?.columns?.[index] ?? {}
    },
  )
  const dashboards = { ...theirs.dashboards }
  for (const [scope, charts] of Object.entries(english.dashboards))
    dashboards[scope] = charts.map((/** @type {Content} */ { id }) => {
      const by = (/** @type {Content[]} */ list = []) => list.find((item) => item.id === id)
      return by(ours.dashboards[scope]) ?? by(theirs.dashboards?.[scope]) ?? { id }
    })
  return { ...theirs, [name]: { ...theirs[name], columns }, dashboards }
}

/** @returns {Content} */
function without(/** @type {Content} */ content, /** @type {Content} */ english = content) {
  const name = headerOf(content)
  const isOurs = (/** @type {Content | undefined} */ item) => OURS.test(item?.id ?? item?.metric ?? '')
  // columns of a translation have no id: they stand where those of the English one stand
  const columns = (content[name]?.columns ?? []).filter(
    (/** @type {Content} */ _, /** @type {number} */ index) =>
      !isOurs(english[headerOf(english)]?.columns?.[index]),
  )
  const dashboards = Object.fromEntries(
    Object.entries(content.dashboards ?? {}).map(([scope, charts]) => [
      scope,
      charts.filter((/** @type {Content} */ chart) => !isOurs(chart)),
    ]),
  )
  return { ...content, ...(content[name] && { [name]: { ...content[name], columns } }), dashboards }
}

/** @returns {Content} */
function rename(/** @type {Content} */ content, /** @type {Record<string, string>} */ names) {
  if (!Object.keys(names).length) return content
  return JSON.parse(JSON.stringify(content).replace(/\bmeter_\w+/g, (metric) => names[metric] ?? metric))
}
