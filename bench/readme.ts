import { writeFileSync } from 'node:fs'
import { allSections, written } from '../docs/write/pages.ts'
import { growthOf } from '../test/e2e/growth.ts'
import { timesOf, TOLD, writeCost } from './cost.ts'
import type { Report } from './report.ts'

const PAGES = ['README.md', 'README.zh-CN.md']

/** What is no group of the bench: real builds. */
export function asksForGrowth(only?: RegExp): boolean {
  return !only || only.test('growth')
}

/**
 * Takes down what was measured, and the growth of real builds, and writes the pages. What `only` leaves out stays as it
 * was.
 * @throws Error if rows of the README were measured only in part
 */
export async function writeReadme(report: Report, version: string, only?: RegExp): Promise<void> {
  const at = new Date().toISOString().slice(0, 10)
  const measured = report.sections.flatMap(({ rows }) => rows.map(({ id }) => id))
  if (TOLD.some((id) => measured.includes(id)))
    writeCost({ times: { at, version, node: process.versions.node, rows: timesOf(report) } })
  if (asksForGrowth(only)) {
    const apps = { Taro: await growthOf('Taro'), 'uni-app': await growthOf('uni-app') }
    writeCost({ growth: { at, version, apps } })
  }
  const sections = await allSections()
  for (const page of PAGES) writeFileSync(page, await written(page, sections))
}
