/* SkyWalking's Log Analysis Language: text → tree. The part of OAP's grammar that our rules use. */

export type Value =
  | { type: 'text'; value: string }
  | { type: 'number'; value: number }
  | { type: 'null' }
  | { type: 'name'; value: string }
  | { type: 'log'; field: string }
  | { type: 'call'; name: string; argument: string }

export type Condition =
  | { type: 'and'; of: Condition[] }
  | { type: 'or'; of: Condition[] }
  | { type: 'equal'; left: Value; right: Value }
  | { type: 'different'; left: Value; right: Value }

export type Statement =
  | { type: 'def'; name: string; value: Value }
  | { type: 'abort' }
  | { type: 'if'; branches: { when: Condition; then: Statement[] }[]; otherwise: Statement[] }
  | { type: 'extractor'; of: Statement[] }
  | { type: 'sink'; of: Statement[] }
  | { type: 'field'; name: string; value: Value }
  | { type: 'tag'; name: string; value: Value }
  | { type: 'metrics'; name: string; timestamp: Value; value: Value; labels: Record<string, Value> }

export interface LalRule {
  statements: Statement[]
}

/** Fields that the extractor sets on the log. */
const FIELDS = /^(service|instance|endpoint|layer|traceId|segmentId|spanId|timestamp)$/

const TOKEN =
  /\s+|\/\/[^\n]*|(\d+)|([A-Za-z_]\w*)|('(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")|(==|!=|&&|\|\||[{}():,.=])/y

interface Token {
  kind: 'number' | 'word' | 'text' | 'sign' | 'end'
  text: string
  line: number
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const line = () => text.slice(0, TOKEN.lastIndex).split('\n').length
  while (TOKEN.lastIndex < text.length) {
    const at = line()
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`LAL: line ${at}: unknown sign`)
    const [, number, word, quoted, sign] = match
    if (number) tokens.push({ kind: 'number', text: number, line: at })
    else if (word) tokens.push({ kind: 'word', text: word, line: at })
    else if (quoted) tokens.push({ kind: 'text', text: quoted.slice(1, -1), line: at })
    else if (sign) tokens.push({ kind: 'sign', text: sign, line: at })
  }
  tokens.push({ kind: 'end', text: 'the end', line: line() })
  return tokens
}

/** @throws SyntaxError that names the line */
export function parseLal(text: string): LalRule {
  const tokens = tokenize(text)
  let at = 0
  const wrong = (wanted: string) =>
    new SyntaxError(`LAL: line ${tokens[at].line}: ${wanted} expected, not «${tokens[at].text}»`)
  const is = (sign: string) => tokens[at].text === sign && /sign|word/.test(tokens[at].kind)
  const skip = (sign: string) => is(sign) && !!++at
  const expect = (sign: string) => {
    if (!skip(sign)) throw wrong(`«${sign}»`)
  }
  const take = (kind: Token['kind']) => {
    if (tokens[at].kind !== kind) throw wrong(`a ${kind}`)
    return tokens[at++].text
  }

  function block(): Statement[] {
    const statements: Statement[] = []
    expect('{')
    while (!skip('}')) statements.push(statement())
    return statements
  }

  function statement(): Statement {
    const word = take('word')
    if (word === 'def') {
      const name = take('word')
      expect('=')
      return { type: 'def', name, value: value() }
    }
    if (word === 'if') return choice()
    if (word === 'abort') {
      if (block().length) throw wrong('an empty block')
      return { type: 'abort' }
    }
    if (word === 'extractor' || word === 'sink') return { type: word, of: block() }
    if (word === 'metrics') return metrics()
    if (word === 'tag') {
      const name = take('text')
      expect(':')
      return { type: 'tag', name, value: value() }
    }
    if (FIELDS.test(word)) return { type: 'field', name: word, value: value() }
    at--
    throw wrong('a statement')
  }

  function choice(): Statement {
    const branches: { when: Condition; then: Statement[] }[] = []
    do {
      expect('(')
      const when = condition()
      expect(')')
      branches.push({ when, then: block() })
      if (!skip('else')) return { type: 'if', branches, otherwise: [] }
    } while (skip('if'))
    return { type: 'if', branches, otherwise: block() }
  }

  function condition(): Condition {
    const any = [conjunction()]
    while (skip('||')) any.push(conjunction())
    return any.length > 1 ? { type: 'or', of: any } : any[0]
  }

  function conjunction(): Condition {
    const all = [comparison()]
    while (skip('&&')) all.push(comparison())
    return all.length > 1 ? { type: 'and', of: all } : all[0]
  }

  function comparison(): Condition {
    const left = value()
    const isEqual = is('==')
    if (!isEqual && !is('!=')) throw wrong('«==» or «!=»')
    at++
    return { type: isEqual ? 'equal' : 'different', left, right: value() }
  }

  function value(): Value {
    const read = plain()
    if (skip('as') && !/^(String|Long|Integer)$/.test(take('word'))) throw wrong('a type before')
    return read
  }

  function plain(): Value {
    const { kind, text } = tokens[at++]
    if (kind === 'text') return { type: 'text', value: text }
    if (kind === 'number') return { type: 'number', value: Number(text) }
    if (kind !== 'word') {
      at--
      throw wrong('a value')
    }
    if (text === 'null') return { type: 'null' }
    if (text === 'log') {
      expect('.')
      return { type: 'log', field: take('word') }
    }
    if (!skip('(')) return { type: 'name', value: text }
    const argument = take('text')
    expect(')')
    return { type: 'call', name: text, argument }
  }

  function metrics(): Statement {
    const read: { name?: string; timestamp?: Value; value?: Value; labels: Record<string, Value> } = {
      labels: {},
    }
    expect('{')
    while (!skip('}')) {
      const word = take('word')
      if (word === 'name') read.name = take('text')
      else if (word === 'timestamp' || word === 'value') read[word] = value()
      else if (word === 'labels')
        do {
          const label = take('word')
          expect(':')
          read.labels[label] = value()
        } while (skip(','))
      else throw wrong('name, timestamp, labels or value')
    }
    if (!read.name || !read.timestamp || !read.value) throw wrong('name, timestamp and value before')
    return { type: 'metrics', ...read } as Statement
  }

  expect('filter')
  const statements = block()
  if (tokens[at].kind !== 'end') throw wrong('the end')
  return { statements }
}
