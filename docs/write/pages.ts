import { readdirSync, readFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import type { Language } from '../data/text.ts'
import { sampleSections } from './samples.ts'
import { sections, type Section } from './sections.ts'

export const root = new URL('../../', import.meta.url)

/** Pages for users and contributors, as paths from the top of the repository. */
export function pages(): string[] {
  const inDocs = ['docs', 'docs/guides'].flatMap((folder) =>
    readdirSync(new URL(folder, root)).map((name) => `${folder}/${name}`),
  )
  return ['README.md', 'README.zh-CN.md', ...inDocs].filter((name) => name.endsWith('.md')).sort()
}

export function languageOf(page: string): Language {
  return page.endsWith('.zh-CN.md') ? 'zh' : 'en'
}

const MARKED = /(<!-- generated: ([\w-]+) -->)[^]*?(<!-- \/generated -->)/g

/** Names of the sections that a page asks for. */
export function sectionsOf(source: string): string[] {
  return [...source.matchAll(MARKED)].map((match) => match[2])
}

export async function allSections(): Promise<Record<string, Section>> {
  return { ...sections, ...(await sampleSections()) }
}

/** The page as it should be. @throws Error if it asks for a section that there is not */
export async function written(page: string, all: Record<string, Section>): Promise<string> {
  const source = readFileSync(new URL(page, root), 'utf8')
  const filled = source.replace(MARKED, (_, begin: string, name: string, end: string) => {
    if (!all[name]) throw new Error(`${page} asks for "${name}", which nothing writes`)
    return `${begin}\n\n${all[name](languageOf(page))}\n\n${end}`
  })
  const file = new URL(page, root).pathname
  return format(filled, { ...(await resolveConfig(file)), filepath: file })
}
