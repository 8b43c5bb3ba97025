import { cursorOver, type Cursor } from './lal-tokens.ts'
import type { LalBranch, LalCondition, LalMetrics, LalRule, LalStatement, LalValue } from './lal-tree.ts'

/* LAL: text → tree. */

/** @throws SyntaxError that names the line */
export function parseLal(text: string): LalRule {
  const source = cursorOver(text)
  source.expect('filter')
  const statements = block(source)
  if (source.peek().kind !== 'end') throw source.wrong('the end')
  return { statements }
}

function block(source: Cursor): LalStatement[] {
  const statements: LalStatement[] = []
  source.expect('{')
  while (!source.skip('}')) statements.push(statement(source))
  return statements
}

/** Fields that the extractor sets on the log. */
const FIELDS = /^(service|instance|endpoint|layer|traceId|segmentId|spanId|timestamp)$/

function statement(source: Cursor): LalStatement {
  const first = source.peek()
  const word = source.take('word')
  switch (word) {
    case 'def':
      return definition(source)
    case 'if':
      return choice(source)
    case 'abort':
      if (block(source).length) throw source.wrong('an empty block')
      return { type: 'abort' }
    case 'extractor':
    case 'sink':
      return { type: word, of: block(source) }
    case 'metrics':
      return metrics(source)
    case 'tag':
      return tag(source)
  }
  if (FIELDS.test(word)) return { type: 'field', name: word, value: valueIn(source) }
  throw source.wrong('a statement', first)
}

function definition(source: Cursor): LalStatement {
  const name = source.take('word')
  source.expect('=')
  return { type: 'def', name, value: valueIn(source) }
}

function tag(source: Cursor): LalStatement {
  const name = source.take('text')
  source.expect(':')
  return { type: 'tag', name, value: valueIn(source) }
}

function choice(source: Cursor): LalStatement {
  const branches: LalBranch[] = []
  do {
    source.expect('(')
    const when = condition(source)
    source.expect(')')
    branches.push({ when, then: block(source) })
    if (!source.skip('else')) return { type: 'if', branches, otherwise: [] }
  } while (source.skip('if'))
  return { type: 'if', branches, otherwise: block(source) }
}

function condition(source: Cursor): LalCondition {
  const some = [conjunction(source)]
  while (source.skip('||')) some.push(conjunction(source))
  return some.length > 1 ? { type: 'or', of: some } : some[0]
}

function conjunction(source: Cursor): LalCondition {
  const every = [comparison(source)]
  while (source.skip('&&')) every.push(comparison(source))
  return every.length > 1 ? { type: 'and', of: every } : every[0]
}

function comparison(source: Cursor): LalCondition {
  const left = valueIn(source)
  const isEqual = source.is('==')
  if (!isEqual && !source.is('!=')) throw source.wrong('«==» or «!=»')
  source.next()
  return { type: isEqual ? 'equal' : 'different', left, right: valueIn(source) }
}

/** With its type, which says nothing: all is text here. */
function valueIn(source: Cursor): LalValue {
  const value = plainValue(source)
  if (source.skip('as') && !/^(String|Long|Integer)$/.test(source.take('word')))
    throw source.wrong('a type before')
  return value
}

function plainValue(source: Cursor): LalValue {
  const { kind, text } = source.peek()
  if (!/^(text|number|word)$/.test(kind)) throw source.wrong('a value')
  source.next()
  if (kind === 'text') return { type: 'text', value: text }
  if (kind === 'number') return { type: 'number', value: Number(text) }
  if (text === 'null') return { type: 'null' }
  if (text === 'log') {
    source.expect('.')
    return { type: 'log', field: source.take('word') }
  }
  if (!source.skip('(')) return { type: 'name', value: text }
  const argument = source.take('text')
  source.expect(')')
  return { type: 'call', name: text, argument }
}

function metrics(source: Cursor): LalMetrics {
  const read: Partial<LalMetrics> = {}
  const labels: Record<string, LalValue> = {}
  source.expect('{')
  while (!source.skip('}')) {
    const word = source.take('word')
    if (word === 'name') read.name = source.take('text')
    else if (word === 'timestamp' || word === 'value') read[word] = valueIn(source)
    else if (word === 'labels') readLabels(source, labels)
    else throw source.wrong('name, timestamp, labels or value')
  }
  const { name, timestamp, value } = read
  if (!name || !timestamp || !value) throw source.wrong('name, timestamp and value before')
  return { type: 'metrics', name, timestamp, value, labels }
}

function readLabels(source: Cursor, into: Record<string, LalValue>): void {
  do {
    const label = source.take('word')
    source.expect(':')
    into[label] = valueIn(source)
  } while (source.skip(','))
}
