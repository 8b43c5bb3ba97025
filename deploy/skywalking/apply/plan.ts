import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseExpression, shapeOf } from './mal.mjs'
import { readRuleFile, whole } from './rule-file.mjs'

/* What has to be done so that an OAP runs our rules, and what it costs. */

/** Behind the name of a metric whose old form is kept beside it. */
export const NEW_NAME = '_fleet'
/** Files that OAP reads at boot have smaller ordinals; see rules/targets.ts. */
const RUNTIME = 100_000

/**
 * @typedef {import('./admin.mjs').Row} Row
 * @typedef {{ catalog: string, name: string, content: string, platforms: string[] }} OurFile
 * @typedef {{ metric: string, from: string, to: string }} Lost
 * @typedef {OurFile & { action: 'create' | 'override' | 'update' | 'reactivate' | 'none', isBundled: boolean,
 *   added: string[], lost: Lost[], removed: string[], renamed: Record<string, string>, lastError: string }} Step
 */

/** The files of config/, in the order in which they are pushed: first who receives, then who sends. */
export function ourFiles(/** @type {string} */ folder) {
  const read = (/** @type {string} */ catalog, /** @type {string} */ path = '') =>
    readdirSync(join(folder, catalog, path))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => ({
        catalog,
        name: (path && path + '/') + file.replace('.yaml', ''),
        content: readFileSync(join(folder, catalog, path, file), 'utf8'),
      }))
  return [...read('otel-rules', 'miniprogram'), ...read('log-mal-rules'), ...read('lal')].map((file) => ({
    ...file,
    platforms: [...file.content.matchAll(/platform == ['"](\w+)['"]/g)].map((match) => match[1]),
  }))
}

/**
 * @param {{ files: OurFile[], rows: Row[], rule: (catalog: string, name: string) => Promise<string | undefined>, newNames: boolean }} given
 * @returns {Promise<Step[]>}
 */
export async function planRules({ files, rows, rule, newNames }) {
  const rowOf = (/** @type {OurFile} */ file) =>
    rows.find(({ catalog, name }) => catalog === file.catalog && name === file.name)
  // a layer that a file of config/ declares is there already, under the ordinal of that file
  const isAtBoot = files.some((file) => file.content.includes('layerDefinitions:') && rowOf(file)?.bundled)
  const steps = []
  for (const file of files) {
    const row = rowOf(file)
    const isBundled = !!row?.bundled
    const current = row && row.status !== 'n/a' ? await rule(file.catalog, file.name) : undefined
    const isLal = file.catalog === 'lal'
    const keepsOld = newNames || !!current?.includes(`${NEW_NAME}\n`)
    const wanted = isBundled || isAtBoot ? withoutLayers(file.content) : withRuntimeOrdinals(file.content)
    const changes = isLal ? undefined : compare(current, file.content)
    const renamed = changes && keepsOld ? rename(wanted, changes) : undefined
    const content = renamed?.content ?? wanted
    /** @type {Step} */
    const step = {
      ...file,
      content,
      isBundled,
      action: actionOf(row, content, file.content),
      added: (changes?.added ?? [])
        .map((metric) => renamed?.names[metric] ?? metric)
        .concat(Object.values(renamed?.names ?? {})),
      lost: renamed ? [] : (changes?.lost ?? []),
      removed: (changes?.removed ?? []).filter(
        (metric) => !Object.values(renamed?.names ?? {}).includes(metric),
      ),
      renamed: renamed?.names ?? {},
      lastError: row?.lastApplyError ?? '',
    }
    step.added = [...new Set(step.added)].filter((metric) => !metricsOf(current).has(metric))
    steps.push(step.action === 'none' ? { ...step, added: [], lost: [], removed: [] } : step)
  }
  return steps
}

/** @returns {Step['action']} */
function actionOf(
  /** @type {Row | undefined} */ row,
  /** @type {string} */ content,
  /** @type {string} */ original,
) {
  if (!row || row.status === 'n/a') return 'create'
  if (row.status === 'INACTIVE') return 'reactivate'
  if (row.status === 'BUNDLED') return row.bundledContentHash === hashOf(original) ? 'none' : 'override'
  return row.contentHash === hashOf(content) ? 'none' : row.bundled ? 'override' : 'update'
}

export function hashOf(/** @type {string} */ text) {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** Metric → how it is stored. @returns {Map<string, { shape: string, name: string, exp: string }>} */
function metricsOf(/** @type {string | undefined} */ text) {
  if (text === undefined) return new Map()
  const file = readRuleFile(text)
  return new Map(
    file.rules.map((rule) => {
      const exp = whole(file, rule)
      return [`${file.prefix}_${rule.name}`, { name: rule.name, exp, shape: shape(exp) }]
    }),
  )
}

function shape(/** @type {string} */ exp) {
  try {
    const { scope, function: how } = shapeOf(parseExpression(exp))
    return `${how} of the ${scope}`
  } catch {
    return 'a form that this command cannot read'
  }
}

/** What a file of MAL means for the metrics that another one has made. */
export function compare(/** @type {string | undefined} */ current, /** @type {string} */ wanted) {
  const before = metricsOf(current)
  const after = metricsOf(wanted)
  const lost = [...after].flatMap(([metric, { shape: to, name }]) => {
    const old = before.get(metric)
    return old && old.shape !== to ? [{ metric, name, from: old.shape, to, exp: old.exp }] : []
  })
  return {
    added: [...after.keys()].filter((metric) => !before.has(metric)),
    removed: [...before.keys()].filter((metric) => !after.has(metric)),
    lost,
  }
}

/** Ours under new names, and the old beside them as they were: nothing stored is touched. */
function rename(/** @type {string} */ content, /** @type {ReturnType<typeof compare>} */ { lost }) {
  /** @type {Record<string, string>} */
  const names = {}
  let text = content.trimEnd() + '\n'
  for (const { metric, name } of lost) {
    names[metric] = metric + NEW_NAME
    text = text.replace(`- name: ${name}\n`, `- name: ${name}${NEW_NAME}\n`)
  }
  if (lost.length) text += '  # As before, to keep what is stored.\n'
  for (const { name, exp } of lost) text += `  - name: ${name}\n    exp: ${JSON.stringify(exp)}\n`
  return { content: text, names }
}

const LAYERS = /^(?:# Ordinals[^\n]*\n)?layerDefinitions:\n(?:[ -][^\n]*\n)+/m

/** An override of a rule that OAP reads at boot may not declare layers. */
export function withoutLayers(/** @type {string} */ text) {
  return text.replace(LAYERS, '')
}

export function withRuntimeOrdinals(/** @type {string} */ text) {
  return text.replace(/^( +ordinal: )(\d+)$/gm, (_, before, ordinal) => before + (RUNTIME + Number(ordinal)))
}
