import { cursorOver, type Cursor } from './tokens.ts'

/*
 * SkyWalking's Meter Analysis Language: text → tree. The grammar is that of OAP 11; closures are kept as text, see
 * `readFilter` for those of a file.
 */

export type MalExpression =
  | { type: 'number'; value: number }
  | { type: 'metric'; name: string; calls: MalCall[] }
  | { type: 'paren'; inner: MalExpression; calls: MalCall[] }
  | { type: 'negative'; operand: MalExpression }
  | { type: 'binary'; operator: string; left: MalExpression; right: MalExpression }

export interface MalCall {
  name: string
  args: MalArgument[]
}

export type MalArgument =
  | { type: 'strings'; values: string[] }
  | { type: 'numbers'; values: number[] }
  | { type: 'string'; value: string }
  | { type: 'enum'; of: string; value: string }
  | { type: 'closure'; text: string }
  | { type: 'word'; value: string }
  | { type: 'expression'; expression: MalExpression }

/** @throws SyntaxError that names the place */
export function parseExpression(text: string): MalExpression {
  const source = cursorOver(text)
  const expression = addition(source)
  if (source.peek().kind !== 'end') throw source.wrong('the end')
  return expression
}

function addition(source: Cursor): MalExpression {
  let left = multiplication(source)
  while (source.is('+') || source.is('-'))
    left = { type: 'binary', operator: source.take().text, left, right: multiplication(source) }
  return left
}

function multiplication(source: Cursor): MalExpression {
  let left = operand(source)
  while (source.is('*') || source.is('/'))
    left = { type: 'binary', operator: source.take().text, left, right: operand(source) }
  return left
}

function operand(source: Cursor): MalExpression {
  if (source.skip('-')) return { type: 'negative', operand: operand(source) }
  if (source.peek().kind === 'number') return { type: 'number', value: Number(source.take().text) }
  if (source.skip('(')) {
    const inner = addition(source)
    source.expect(')')
    return { type: 'paren', inner, calls: callsBehind(source) }
  }
  return { type: 'metric', name: source.word(), calls: callsBehind(source) }
}

function callsBehind(source: Cursor): MalCall[] {
  const calls: MalCall[] = []
  while (source.skip('.')) {
    const name = source.word()
    const args: MalArgument[] = []
    source.expect('(')
    while (!source.is(')')) {
      if (args.length) source.expect(',')
      args.push(argument(source))
    }
    source.expect(')')
    calls.push({ name, args })
  }
  return calls
}

function argument(source: Cursor): MalArgument {
  const { kind, text } = source.peek()
  if (kind === 'string') return { type: 'string', value: source.take().text }
  if (source.is('[')) return list(source)
  if (source.is('{')) return { type: 'closure', text: closure(source) }
  if (kind === 'word' && source.is('.', 1) && source.peek(2).kind === 'word' && !source.is('(', 3)) {
    source.take()
    source.take()
    return { type: 'enum', of: text, value: source.word() }
  }
  if (kind === 'word' && (source.is(',', 1) || source.is(')', 1)))
    return { type: 'word', value: source.word() }
  return { type: 'expression', expression: addition(source) }
}

function list(source: Cursor): MalArgument {
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

function closure(source: Cursor): string {
  const { at } = source.peek()
  let depth = 0
  do {
    const { kind, text } = source.take()
    if (kind === 'end') throw source.wrong('«}»')
    if (kind !== 'sign') continue
    if (text === '{') depth++
    if (text === '}') depth--
  } while (depth)
  return source.text.slice(at, source.peek().at)
}
