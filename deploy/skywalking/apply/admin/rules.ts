/* The admin host of an OAP 11: its requests, and its answers in words. */

const TIMEOUT = 60_000
/** OAP makes a change of storage in the background; how long to wait for it, and how often to ask. */
const PATIENCE = 120_000
const PAUSE = 1000

/** What to do about an answer: OAP's own `applyStatus` → a hint. */
const HINTS = {
  compile_failed:
    'OAP could not compile the rule. Is it 11.0 or later? If so, please report it with the message above.',
  storage_change_requires_explicit_approval:
    'stored data of a metric would be lost. Run again without --yes to see of which; --new-names keeps it.',
  layer_override_forbidden: 'a rule that lies in OAP’s config/ owns its layers.',
  layer_name_conflict:
    'the layer is known under another ordinal. Ordinals are stored with the data: keep to one way, files at boot or this command.',
  layer_ordinal_collision: 'another layer has this ordinal already.',
  layer_ordinal_out_of_range: 'rules that are pushed need ordinals from 100000.',
  update_in_progress: 'another change of this rule is under way: try again in a few seconds.',
  origin_conflict: 'another node is changing rules: try again in a few seconds.',
  split_brain_detected: 'two nodes took themselves for the main one: try again in a minute.',
  cluster_view_split: 'the nodes do not agree yet who is there: try again in a minute.',
  forward_failed: 'the main node of the cluster could not be reached.',
  storage_unavailable: 'OAP’s storage does not answer.',
  delete_refused: 'another rule holds metrics of the bundled one.',
}

/**
 * @typedef {{ catalog: string, name: string, status: string, bundled?: boolean, contentHash?: string,
 *   bundledContentHash?: string, lastApplyError?: string }} Row
 * @typedef {{ id: string, configuration: string, disabled?: boolean }} Template
 * @typedef {{ applyStatus?: string, message?: string, applyId?: string }} Answer
 */

/** @param {{ base: string, headers?: Record<string, string>, pause?: (ms: number) => Promise<void> }} options */
export function createAdmin({
  base,
  headers = {},
  pause = (ms) => new Promise((done) => setTimeout(done, ms)),
}) {
  const root = base.replace(/\/+$/, '')

  /** @returns {Promise<{ status: number, body: any }>} */
  async function ask(
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {Record<string, string>} */ query = {},
    /** @type {string | undefined} */ body = undefined,
    type = 'application/json',
  ) {
    const search = new URLSearchParams(query).toString()
    const url = root + path + (search && '?' + search)
    let response
    try {
      response = await fetch(url, {
        method,
        body,
        redirect: 'manual',
        headers: {
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': type }),
          ...headers,
        },
        signal: AbortSignal.timeout(TIMEOUT),
      })
    } catch (error) {
      throw new Error(
        `${root} cannot be reached (${causeOf(error)}). It must be the admin host of an OAP 11, port 17128 by default.`,
      )
    }
    const text = await response.text()
    if (response.status >= 300 && response.status < 400)
      throw new Error(
        `${root} redirects to ${response.headers.get('location')}: is there a login in front of it? --header brings credentials.`,
      )
    if (/^\s*</.test(text))
      throw new Error(
        `${root} answers ${response.status} with a web page: this is not OAP’s admin host, or something stands in front of it.`,
      )
    try {
      return { status: response.status, body: text ? JSON.parse(text) : undefined }
    } catch {
      return { status: response.status, body: { message: text.slice(0, 500) } }
    }
  }

  /** @returns {Promise<Answer>} */
  async function write(/** @type {string} */ path, /** @type {Record<string, string>} */ query, body = '') {
    const { status, body: answer = {} } = await ask('POST', path, query, body, 'application/x-yaml')
    if (status >= 400 || /failed$|deferred$/.test(answer.applyStatus ?? ''))
      throw new Error(inWords(`${query.catalog}/${query.name}`, status, answer))
    return answer
  }

  return {
    /** @returns {Promise<Row[]>} */
    async rules() {
      const { status, body } = await ask('GET', '/runtime/rule/list')
      if (status === 404)
        throw new Error(
          `${root} has no /runtime/rule: set SW_RECEIVER_RUNTIME_RULE=default (and SW_ADMIN_SERVER=default) and restart OAP. OAP 10 and older cannot do it.`,
        )
      if (status !== 200 || !Array.isArray(body?.rules))
        throw new Error(inWords('the list of rules', status, body))
      return body.rules
    },

    /** The text of a rule as it is in force, or as it is bundled; undefined if there is none. */
    async rule(/** @type {string} */ catalog, /** @type {string} */ name, bundled = false) {
      const query = { catalog, name, ...(bundled && { source: 'bundled' }) }
      const { status, body } = await ask('GET', '/runtime/rule', query)
      if (status === 404) return undefined
      if (status !== 200 || typeof body?.content !== 'string')
        throw new Error(inWords(`${catalog}/${name}`, status, body))
      return /** @type {string} */ (body.content)
    },

    async put(
      /** @type {string} */ catalog,
      /** @type {string} */ name,
      /** @type {string} */ content,
      allowStorageChange = false,
    ) {
      const query = { catalog, name, ...(allowStorageChange && { allowStorageChange: 'true' }) }
      const answer = await write('/runtime/rule/addOrUpdate', query, content)
      if (answer.applyId) await settled(catalog, name, answer.applyId)
      return answer
    },

    /** Back to what OAP ships, or, of a rule that it does not ship, out. */
    async remove(
      /** @type {string} */ catalog,
      /** @type {string} */ name,
      /** @type {boolean} */ isBundled,
    ) {
      await write('/runtime/rule/inactivate', { catalog, name })
      return write('/runtime/rule/delete', { catalog, name, ...(isBundled && { mode: 'revertToBundled' }) })
    },

    /** @returns {Promise<Template[]>} */
    async templates() {
      const { status, body } = await ask('GET', '/ui-management/templates', { includingDisabled: 'true' })
      if (status === 404)
        throw new Error(`${root} has no /ui-management: set SW_UI_MANAGEMENT=default, or use --rules-only.`)
      if (status !== 200 || !Array.isArray(body))
        throw new Error(inWords('the list of dashboards', status, body))
      return body
    },

    /** Without an id a new one, under the name of its envelope, as Horizon UI does. */
    async saveTemplate(/** @type {string} */ name, /** @type {string} */ configuration, id = '') {
      const { status, body } = await ask(
        id ? 'PUT' : 'POST',
        '/ui-management/templates',
        {},
        JSON.stringify({ id: id || name, configuration }),
      )
      if (status !== 200 || body?.status === false) throw new Error(inWords(name, status, body))
    },

    async disableTemplate(/** @type {string} */ id) {
      const { status, body } = await ask('POST', `/ui-management/templates/${encodeURIComponent(id)}/disable`)
      if (status !== 200 || body?.status === false) throw new Error(inWords(id, status, body))
    },
  }

  /** Until every node that stores data knows of the change. */
  async function settled(
    /** @type {string} */ catalog,
    /** @type {string} */ name,
    /** @type {string} */ applyId,
  ) {
    for (let waited = 0; waited <= PATIENCE; waited += PAUSE) {
      const { body } = await ask('GET', '/runtime/rule/status', { catalog, name, applyId })
      if (body?.phase === 'APPLIED') return
      if (body?.phase === 'FAILED')
        throw new Error(
          `${catalog}/${name}: ${body.failureReason ?? 'failed'}. The rule of before is in force.`,
        )
      if (body?.phase === 'DEGRADED') {
        const nodes = (body.fenceLaggards ?? []).join(', ')
        throw new Error(
          `${catalog}/${name}: in force, but these nodes of the storage did not confirm it: ${nodes}`,
        )
      }
      await pause(PAUSE)
    }
    throw new Error(
      `${catalog}/${name}: not in force after ${PATIENCE / 1000} s. GET /runtime/rule/status?applyId=${applyId} tells more.`,
    )
  }
}

function inWords(
  /** @type {string} */ what,
  /** @type {number} */ status,
  /** @type {Answer | undefined} */ answer,
) {
  const { applyStatus = '', message = '' } = answer ?? {}
  const hint = /** @type {Record<string, string>} */ (HINTS)[applyStatus]
  return [`${what}: OAP answers ${status}${applyStatus && ` ${applyStatus}`}`, message, hint]
    .filter(Boolean)
    .join('\n  ')
}

function causeOf(/** @type {any} */ error) {
  if (error.name === 'TimeoutError') return `no answer in ${TIMEOUT / 1000} s`
  return error.cause?.code ?? error.cause?.message ?? error.message
}
