import type { Language, Text } from '../data/text.ts'

/* Markdown. */

export function code(name: string): string {
  return '`' + name + '`'
}

export function table(language: Language, head: (Text | string)[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`
  const titles = head.map((cell) => (typeof cell === 'string' ? cell : cell[language]))
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}
