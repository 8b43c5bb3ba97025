import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { OPTIONS, type OptionRow } from '../data/options.ts'
import { root } from './pages.ts'

/* What an editor shows of an option is what docs/options.md says of it: the comments in OPTIONS_FILE. */

export const OPTIONS_FILE = 'core/kit/user-options.ts'

const WIDTH = 120

/** The file as it should be: of each option meaning, default and where more is told; comments of groups stay. */
export function withDocstrings(): string {
  const source = readFileSync(new URL(OPTIONS_FILE, root), 'utf8')
  const file = ts.createSourceFile(OPTIONS_FILE, source, ts.ScriptTarget.Latest, true)
  let text = source
  // from the end, so that positions before stay what they are
  for (const { path, member } of optionsIn(file).reverse()) {
    const row = OPTIONS.find((each) => each.path === path)
    if (!row) continue
    const [comment] = ts.getLeadingCommentRanges(source, member.getFullStart()) ?? []
    const from = comment?.pos ?? member.getStart()
    const indent = /[ ]*$/.exec(source.slice(0, from))![0]
    text = text.slice(0, from) + docstringOf(row, indent) + '\n' + indent + text.slice(member.getStart())
  }
  return text
}

/** Each member of `Options` that holds a value, groups too; `{ [name: string]: … }` is a value of its own. */
export function optionsIn(file: ts.SourceFile): { path: string; member: ts.PropertySignature }[] {
  const options = file.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === 'Options')!
  const walk = (
    members: ts.NodeArray<ts.TypeElement>,
    before: string,
  ): { path: string; member: ts.PropertySignature }[] =>
    members.filter(ts.isPropertySignature).flatMap((member) => {
      const path = before + member.name.getText()
      const own = [{ path, member }]
      const { type } = member
      return type && isGroup(type) ? [...own, ...walk(type.members, `${path}.`)] : own
    })
  return walk(options.members, '')
}

export function isGroup(type: ts.TypeNode): type is ts.TypeLiteralNode {
  return ts.isTypeLiteralNode(type) && type.members.every(ts.isPropertySignature)
}

function docstringOf(row: OptionRow, indent: string): string {
  const what = row.what.en.replace(/\]\(([\w-]+\.md)/g, '](docs/$1')
  const fallback = row.defaultText?.en ?? JSON.stringify(row.default).replace(/"/g, "'")
  const tags = [
    ...(row.path === 'service' ? [] : [`@default ${fallback.replace(/`/g, '')}`]),
    ...(row.see ? [`@see ${row.see}`] : []),
  ]
  const lines = [...wrapped(what, WIDTH - indent.length - 3), ...(tags.length ? ['', ...tags] : [])]
  if (lines.length === 1) return `/** ${lines[0]} */`
  return ['/**', ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n')
}

function wrapped(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line ? `${line} ${word}` : word
  }
  return lines
}
