/* A file of MAL rules, as far as apply.mjs must understand one: no library of YAML at the user's. */

/**
 * @typedef {{ name: string, exp: string }} MetricRule
 * @typedef {{ prefix: string, suffix: string, rules: MetricRule[] }} RuleFile
 */

/**
 * Reads what stands on one line or folded on deeper ones, plain or quoted: what OAP and this folder write.
 * @returns {RuleFile}
 */
export function readRuleFile(/** @type {string} */ text) {
  const lines = unfold(text)
  const top = (/** @type {string} */ key) =>
    scalar(lines.find((line) => line.startsWith(key + ':'))?.slice(key.length + 1) ?? '')
  /** @type {MetricRule[]} */
  const rules = []
  for (const line of lines) {
    const [, dash, key, value] = /^(?=\s|-)\s*(- +)?(name|exp): +(.*)$/.exec(line) ?? []
    if (!key) continue
    if (dash) rules.push({ name: '', exp: '' })
    const rule = rules.at(-1)
    if (rule && key === 'name') rule.name = scalar(value)
    else if (rule) rule.exp = scalar(value)
  }
  return { prefix: top('metricPrefix'), suffix: top('expSuffix'), rules: rules.filter(({ exp }) => exp) }
}

/** One logical line each: comments out, continuations joined. */
function unfold(/** @type {string} */ text) {
  /** @type {string[]} */
  const lines = []
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#|$)/.test(line)) continue
    const starts = /^\s*(- +)?[A-Za-z]\w*:( |$)/.test(line) || /^\s*- /.test(line)
    if (starts || !lines.length) lines.push(line.replace(/ +# .*$/, '').trimEnd())
    else lines[lines.length - 1] += ' ' + line.trim()
  }
  return lines
}

/** A block scalar's mark (`>`, `|-` …) is left out: its lines have been joined behind it. */
function scalar(/** @type {string} */ value) {
  const text = value.trim().replace(/^[>|][-+]?(\s+|$)/, '')
  if (/^".*"$/.test(text)) return JSON.parse(text)
  return /^'.*'$/.test(text) ? text.slice(1, -1).replace(/''/g, "'") : text
}

/** The expression that OAP compiles: the file's suffix comes behind that of the rule. */
export function whole(/** @type {RuleFile} */ file, /** @type {MetricRule} */ rule) {
  return file.suffix ? `(${rule.exp}).${file.suffix}` : rule.exp
}
