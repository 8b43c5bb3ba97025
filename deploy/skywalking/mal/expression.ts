/*
 * SkyWalking's Meter Analysis Language: text → tree, and what a tree says about how a metric is stored. Plain Node, since
 * apply.mjs runs at the user's. The grammar is that of OAP 11; closures are kept as text, see `readCondition` for filters.
 */

/**
 * @typedef {{ type: 'strings', values: string[] } | { type: 'numbers', values: number[] } | { type: 'string', value: string }
 *   | { type: 'enum', of: string, value: string } | { type: 'closure', text: string } | { type: 'word', value: string }
 *   | { type: 'expr', expr: Expr }} Arg
 * @typedef {{ name: string, args: Arg[] }} Call
 * @typedef {{ type: 'number', value: number } | { type: 'metric', name: string, calls: Call[] }
 *   | { type: 'paren', inner: Expr, calls: Call[] } | { type: 'negative', operand: Expr }
 *   | { type: 'binary', operator: string, left: Expr, right: Expr }} Expr
 */

const TOKEN =
  /\s+|\/\/[^\n]*|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|('(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")|(->|==|!=|&&|\|\||[-+*/.,()[\]{}!?:;=<>])/y

/** @returns {{ kind: 'number' | 'word' | 'string' | 'sign' | 'end', text: string, at: number }[]} */
function tokenize(/** @type {string} */ text) {
  const tokens = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`MAL: nothing starts with «${text[at]}», at ${at} of: ${text}`)
    const [, number, word, string, sign] = match
    if (number) tokens.push({ kind: /** @type {const} */ ('number'), text: number, at })
    else if (word) tokens.push({ kind: /** @type {const} */ ('word'), text: word, at })
    else if (string) tokens.push({ kind: /** @type {const} */ ('string'), text: unquote(string), at })
    else if (sign) tokens.push({ kind: /** @type {const} */ ('sign'), text: sign, at })
  }
  tokens.push({ kind: /** @type {const} */ ('end'), text: '', at: text.length })
  return tokens
}

function unquote(/** @type {string} */ quoted) {
  return quoted.slice(1, -1).replace(/\\(.)/g, '$1')
}

/** A cursor over the tokens of a text. */
function reader(/** @type {string} */ text) {
  const tokens = tokenize(text)
  let at = 0
  const wrong = (/** @type {string} */ wanted) =>
    new SyntaxError(`MAL: ${wanted} expected, at ${tokens[at].at} of: ${text}`)
  const is = (/** @type {string} */ sign, ahead = 0) =>
    tokens[at + ahead]?.kind === 'sign' && tokens[at + ahead].text === sign
  return {
    text,
    wrong,
    is,
    peek: (ahead = 0) => tokens[at + ahead],
    /** The end is never passed. */
    take: () => (tokens[at].kind === 'end' ? tokens[at] : tokens[at++]),
    skip: (/** @type {string} */ sign) => is(sign) && !!++at,
    expect(/** @type {string} */ sign) {
      if (!is(sign)) throw wrong(`«${sign}»`)
      at++
    },
    word() {
      if (tokens[at].kind !== 'word') throw wrong('a name')
      return tokens[at++].text
    },
  }
}

/**
 * @returns {Expr}
 * @throws {SyntaxError} that names the place
 */
export function parseExpression(/** @type {string} */ text) {
  const source = reader(text)
  const expr = sum(source)
  if (source.peek().kind !== 'end') throw source.wrong('the end')
  return expr
}

/** @typedef {ReturnType<typeof reader>} Reader */

/** @returns {Expr} */
function sum(/** @type {Reader} */ source) {
  let left = product(source)
  while (source.is('+') || source.is('-'))
    left = { type: 'binary', operator: source.take().text, left, right: product(source) }
  return left
}

/** @returns {Expr} */
function product(/** @type {Reader} */ source) {
  let left = unary(source)
  while (source.is('*') || source.is('/'))
    left = { type: 'binary', operator: source.take().text, left, right: unary(source) }
  return left
}

/** @returns {Expr} */
function unary(/** @type {Reader} */ source) {
  if (source.skip('-')) return { type: 'negative', operand: unary(source) }
  if (source.peek().kind === 'number') return { type: 'number', value: Number(source.take().text) }
  if (source.skip('(')) {
    const inner = sum(source)
    source.expect(')')
    return { type: 'paren', inner, calls: calls(source) }
  }
  return { type: 'metric', name: source.word(), calls: calls(source) }
}

function calls(/** @type {Reader} */ source) {
  /** @type {Call[]} */
  const all = []
  while (source.skip('.')) {
    const name = source.word()
    source.expect('(')
    /** @type {Arg[]} */
    const args = []
    while (!source.is(')')) {
      if (args.length) source.expect(',')
      args.push(argument(source))
    }
    source.expect(')')
    all.push({ name, args })
  }
  return all
}

/** @returns {Arg} */
function argument(/** @type {Reader} */ source) {
  const { kind, text } = source.peek()
  if (kind === 'string') return { type: 'string', value: (source.take(), text) }
  if (source.is('[')) return list(source)
  if (source.is('{')) return { type: 'closure', text: closure(source) }
  if (kind === 'word' && source.is('.', 1) && source.peek(2).kind === 'word' && !source.is('(', 3)) {
    source.take()
    source.take()
    return { type: 'enum', of: text, value: source.word() }
  }
  if (kind === 'word' && (source.is(',', 1) || source.is(')', 1)))
    return { type: 'word', value: source.word() }
  return { type: 'expr', expr: sum(source) }
}

/** @returns {Arg} */
function list(/** @type {Reader} */ source) {
  const items = []
  source.expect('[')
  do items.push(source.take())
  while (source.skip(','))
  source.expect(']')
  if (items.every(({ kind }) => kind === 'string'))
    return { type: 'strings', values: items.map(({ text }) => text) }
  if (items.every(({ kind }) => kind === 'number'))
    return { type: 'numbers', values: items.map(({ text }) => Number(text)) }
  throw source.wrong('a list of strings or of numbers before')
}

function closure(/** @type {Reader} */ source) {
  const { at } = source.peek()
  let depth = 0
  do {
    const { kind, text } = source.take()
    if (kind === 'end') throw source.wrong('«}»')
    if (kind === 'sign') depth += text === '{' ? 1 : text === '}' ? -1 : 0
  } while (depth)
  return source.text.slice(at, source.peek().at)
}

/**
 * The comparisons of a filter like `{ tags -> tags.platform == 'a' || tags.platform == 'b' }`.
 * @returns {(tags: Record<string, string>) => boolean}
 */
export function readCondition(/** @type {string} */ text) {
  const source = reader(text)
  source.expect('{')
  const name = source.word()
  source.expect('->')
  const condition = either(source, name)
  source.expect('}')
  return condition
}

/** @returns {(tags: Record<string, string>) => boolean} */
function either(/** @type {Reader} */ source, /** @type {string} */ name) {
  const any = [both(source, name)]
  while (source.skip('||')) any.push(both(source, name))
  return (tags) => any.some((each) => each(tags))
}

/** @returns {(tags: Record<string, string>) => boolean} */
function both(/** @type {Reader} */ source, /** @type {string} */ name) {
  const all = [comparison(source, name)]
  while (source.skip('&&')) all.push(comparison(source, name))
  return (tags) => all.every((each) => each(tags))
}

/** @returns {(tags: Record<string, string>) => boolean} */
function comparison(/** @type {Reader} */ source, /** @type {string} */ name) {
  if (source.word() !== name) throw source.wrong(`«${name}.» before`)
  source.expect('.')
  const tag = source.word()
  const isEqual = source.is('==')
  if (!isEqual && !source.is('!=')) throw source.wrong('«==» or «!=»')
  source.take()
  const { kind, text: value } = source.take()
  if (kind !== 'string') throw source.wrong('a string before')
  return (tags) => (tags[tag] === value) === isEqual
}

/**
 * What decides how OAP stores a metric; when it changes, stored data is lost. Calls are read from the inside out, and
 * the last that names an entity or a down-sampling wins, as in OAP.
 * @typedef {{ scope: string, function: string, labels: string[], percentiles: number[], samples: string[] }} Shape
 * @returns {Shape}
 */
export function shapeOf(/** @type {Expr} */ expr) {
  const all = chains(expr)
  let scope = ''
  let sampling = 'AVG'
  let isHistogram = false
  /** @type {number[]} */
  let percentiles = []
  const ofScope = new Set()
  /** @type {Set<string>} */
  const aggregated = new Set()
  for (const { name, args } of all) {
    const lists = args.filter((arg) => arg.type === 'strings')
    if (/^(sum|avg|max|min|count)$/.test(name))
      lists.slice(0, 1).forEach((l) => l.values.forEach((v) => aggregated.add(v)))
    else if (/^(service|instance|endpoint|process|serviceRelation|processRelation)$/.test(name)) {
      scope = name
      lists.forEach((l) => l.values.forEach((v) => ofScope.add(v)))
    } else if (name === 'histogram') isHistogram = true
    else if (name === 'histogram_percentile') percentiles = args[0]?.type === 'numbers' ? args[0].values : []
    else if (name === 'downsampling' && (args[0]?.type === 'word' || args[0]?.type === 'enum'))
      sampling = args[0].value
  }
  const labels = [...aggregated].filter((label) => !ofScope.has(label))
  const kind = isHistogram
    ? percentiles.length
      ? 'HistogramPercentile'
      : 'Histogram'
    : labels.length
      ? 'Labeled'
      : ''
  const camel = sampling.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
  return { scope, function: camel + kind, labels, percentiles, samples: samplesOf(expr) }
}

/** @returns {Call[]} */
function chains(/** @type {Expr} */ expr) {
  if (expr.type === 'metric') return expr.calls
  if (expr.type === 'paren') return [...chains(expr.inner), ...expr.calls]
  if (expr.type === 'binary') return [...chains(expr.left), ...chains(expr.right)]
  return expr.type === 'negative' ? chains(expr.operand) : []
}

/** @returns {string[]} */
function samplesOf(/** @type {Expr} */ expr) {
  if (expr.type === 'metric') return [expr.name]
  if (expr.type === 'paren') return samplesOf(expr.inner)
  if (expr.type === 'binary') return [...new Set([...samplesOf(expr.left), ...samplesOf(expr.right)])]
  return expr.type === 'negative' ? samplesOf(expr.operand) : []
}
