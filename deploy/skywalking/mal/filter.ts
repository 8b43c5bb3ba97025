import { cursorOver, type Cursor } from './tokens.ts'

/** Which samples a file of rules takes, by their labels. */
export type Filter = (tags: Record<string, string>) => boolean

/**
 * The comparisons of a filter like `{ tags -> tags.platform == 'a' || tags.platform == 'b' }`.
 * @throws SyntaxError that names the place
 */
export function readFilter(text: string): Filter {
  const source = cursorOver(text)
  source.expect('{')
  const name = source.word()
  source.expect('->')
  const filter = anyOf(source, name)
  source.expect('}')
  return filter
}

function anyOf(source: Cursor, name: string): Filter {
  const some = [allOf(source, name)]
  while (source.skip('||')) some.push(allOf(source, name))
  return (tags) => some.some((passes) => passes(tags))
}

function allOf(source: Cursor, name: string): Filter {
  const every = [comparison(source, name)]
  while (source.skip('&&')) every.push(comparison(source, name))
  return (tags) => every.every((passes) => passes(tags))
}

function comparison(source: Cursor, name: string): Filter {
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
