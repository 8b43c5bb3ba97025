#!/usr/bin/env node
/* Brings the rules and dashboards of this folder to a running OAP 11. Node 18 or later, nothing to install. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createAdmin } from './apply/admin.mjs'
import { NEW_NAME, compare, ourFiles, planRules } from './apply/plan.mjs'
import { LOSS, USAGE, describeLoss, describeRules, describeTemplates } from './apply/print.mjs'
import { ourTemplates, planRemoval, planTemplates } from './apply/templates.mjs'
import { readRuleFile } from './apply/rule-file.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const PLATFORMS = 'wechat alipay bytedance baidu qq jd kuaishou xiaohongshu h5'.split(' ')

function readOptions() {
  const { values } = parseArgs({
    options: {
      admin: { type: 'string' },
      yes: { type: 'boolean' },
      revert: { type: 'boolean' },
      'new-names': { type: 'boolean' },
      'rules-only': { type: 'boolean' },
      platforms: { type: 'string' },
      header: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return undefined
  if (!values.admin || !/^https?:\/\/[^/]/.test(values.admin))
    throw new Error('--admin needs the URL of the admin host, as in --admin http://oap:17128')
  const platforms = values.platforms?.split(',') ?? PLATFORMS
  const unknown = platforms.filter((name) => !PLATFORMS.includes(name))
  if (unknown.length) throw new Error(`--platforms: ${unknown} is none of ${PLATFORMS.join(', ')}`)
  const headers = Object.fromEntries(
    (values.header ?? []).map((header) => {
      const [, name, value] = /^([^:\s]+): *(.*)$/.exec(header) ?? []
      if (!name) throw new Error(`--header: «${header}» is not of the form «Name: value»`)
      return [name, value]
    }),
  )
  return { ...values, admin: values.admin, platforms, headers }
}

/** @typedef {NonNullable<ReturnType<typeof readOptions>>} Options */
/** @typedef {ReturnType<typeof createAdmin>} Admin */

/** What concerns the chosen platforms. */
function ours(/** @type {string[]} */ platforms) {
  const files = ourFiles(join(here, 'config')).filter((file) =>
    file.platforms.some((name) => platforms.includes(name)),
  )
  const isChosen = (/** @type {string} */ name) =>
    platforms.some((platform) => name.startsWith(`horizon.layer.${platform.toUpperCase()}_`))
  return { files, templates: ourTemplates(join(here, 'dashboards')).filter(({ name }) => isChosen(name)) }
}

function isShipped(/** @type {string} */ layer) {
  return /^(WECHAT|ALIPAY)_/.test(layer)
}

async function apply(/** @type {Admin} */ admin, /** @type {Options} */ options) {
  const { files, templates } = ours(options.platforms)
  const steps = await planRules({
    files,
    rows: await admin.rules(),
    rule: admin.rule,
    newNames: !!options['new-names'],
  })
  const renamed = Object.assign({}, ...steps.map((step) => step.renamed))
  const dashboards = options['rules-only']
    ? []
    : planTemplates({ ours: templates, stored: await admin.templates(), shipped: isShipped, renamed })
  const losing = steps.some(({ lost, removed }) => lost.length || removed.length)
  say(...describeRules(steps), ...describeTemplates(dashboards))
  if (losing) say('', LOSS)
  const todo = [...steps, ...dashboards].filter(({ action }) => action !== 'none').length
  if (!todo) return say('', 'Nothing to do.')
  if (!options.yes) return say('', `${todo} to change. Nothing has been changed; --yes does it.`)

  say('')
  for (const { catalog, name, content, action, lost, removed } of steps) {
    if (action === 'none') continue
    const { applyStatus } = await admin.put(catalog, name, content, lost.length + removed.length > 0)
    say(`✓ ${catalog}/${name} ${applyStatus ?? ''}`)
  }
  await saveAll(admin, dashboards)
}

async function revert(/** @type {Admin} */ admin, /** @type {Options} */ options) {
  const { files, templates } = ours(options.platforms)
  const rows = await admin.rules()
  const present = files.flatMap((file) => {
    const row = rows.find(({ catalog, name }) => catalog === file.catalog && name === file.name)
    return row && /^(ACTIVE|INACTIVE)$/.test(row.status) ? [{ ...file, isBundled: !!row.bundled }] : []
  })
  const renamed = Object.assign({}, ...(await Promise.all(present.map((file) => renamedIn(admin, file)))))
  const dashboards = options['rules-only']
    ? []
    : planRemoval({ ours: templates, stored: await admin.templates(), renamed }).filter(
        ({ action }) => action !== 'none',
      )
  for (const file of present) {
    say(
      `${file.catalog}/${file.name}: ${file.isBundled ? 'back to what OAP ships' : 'out; what is stored stays until it expires'}`,
    )
    say(...(await lossOf(admin, file)))
  }
  for (const { name, action } of dashboards)
    say(`dashboard ${name}: ${action === 'disable' ? 'switched off' : 'without ours'}`)
  if (!present.length && !dashboards.length) return say('Nothing of ours is there.')
  if (!options.yes) return say('', 'Nothing has been changed; --revert --yes does it.')

  say('')
  // who sends first, then who receives
  for (const { catalog, name, isBundled } of present.reverse()) {
    const { applyStatus } = await admin.remove(catalog, name, isBundled)
    say(`✓ ${catalog}/${name} ${applyStatus ?? ''}`)
  }
  await saveAll(admin, dashboards)
}

/** What going back to a bundled file costs. */
async function lossOf(
  /** @type {Admin} */ admin,
  /** @type {{ catalog: string, name: string, isBundled: boolean }} */ { catalog, name, isBundled },
) {
  if (!isBundled || catalog === 'lal') return []
  const [now, then] = [await admin.rule(catalog, name), await admin.rule(catalog, name, true)]
  return then === undefined ? [] : describeLoss(compare(now, then))
}

/** Metrics of a file that have a new name beside the old one. */
async function renamedIn(
  /** @type {Admin} */ admin,
  /** @type {{ catalog: string, name: string }} */ { catalog, name },
) {
  const text = catalog === 'lal' ? undefined : await admin.rule(catalog, name)
  if (!text) return {}
  const { prefix, rules } = readRuleFile(text)
  return Object.fromEntries(
    rules
      .filter((rule) => rule.name.endsWith(NEW_NAME))
      .map((rule) => [`${prefix}_${rule.name.slice(0, -NEW_NAME.length)}`, `${prefix}_${rule.name}`]),
  )
}

async function saveAll(
  /** @type {Admin} */ admin,
  /** @type {import('./apply/templates.mjs').Step[]} */ steps,
) {
  for (const { name, id, configuration, action } of steps) {
    if (action === 'none') continue
    if (action === 'disable') await admin.disableTemplate(id)
    else await admin.saveTemplate(name, configuration, id)
    say(`✓ dashboard ${name}`)
  }
  const stored = steps.length ? await admin.templates() : []
  for (const { name, id, action } of steps)
    if (action === 'update' && stored.some((template) => template.id === id && template.disabled))
      say(`! dashboard ${name} is saved but switched off on OAP: switch it on in Horizon UI.`)
}

function say(/** @type {string[]} */ ...lines) {
  for (const line of lines) console.log(line)
}

async function main() {
  const options = readOptions()
  if (!options) return say(USAGE)
  const admin = createAdmin({ base: options.admin, headers: options.headers })
  await (options.revert ? revert(admin, options) : apply(admin, options))
}

main().catch((/** @type {Error} */ error) => {
  console.error(`✗ ${error.message}`)
  // 2: how it was called
  process.exitCode = /^(--|Unknown option|Option|Unexpected)/.test(error.message) ? 2 : 1
})
