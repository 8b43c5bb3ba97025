/** What the tests need and what takes long is made here, before them, where no test's time limit counts. */
import { join } from 'node:path'
import { notePart } from '../../.ci/parts.mjs'
import { installed, taroApp } from '../../playground/builds/index.ts'
import { buildAll } from './build-all.ts'
import { collectorBinary, missingCollector } from './collector/binary.ts'
import { missingGo } from './go.ts'
import { actionlint } from './surface/actionlint.ts'
import { taroBuilds } from './taro/builds.ts'
import { uniApp, uniBuilds } from './uni-app/builds.ts'

const WECHATS_TOOLS = join(import.meta.dirname, 'miniprogram-ci')

/** By whom it is needed, and how it is made. All of it is found in the cache when it is there. */
interface Need {
  name: string
  of: string[]
  make: () => Promise<unknown>
}

const PACKAGES: Need[] = [
  { name: "packages of WeChat's npm build", of: ['surface'], make: () => installed(WECHATS_TOOLS) },
  { name: 'packages of the uni-app', of: ['uni-app', 'collector'], make: () => installed(uniApp) },
  { name: 'packages of the Taro app', of: ['taro', 'collector'], make: () => installed(taroApp) },
]

const BUILDS: Need[] = [
  { name: 'builds of the uni-app', of: ['uni-app'], make: () => buildAll(uniBuilds()) },
  { name: 'builds of the Taro app', of: ['taro'], make: () => buildAll(taroBuilds()) },
]

// Beside all else, since Go waits for downloads first and then has the least priority.
const IN_GO: Need[] = [
  { name: 'the Collector, beside the others', of: ['collector'], make: makeCollector },
  { name: 'actionlint, beside the others', of: ['surface'], make: makeActionlint },
]

/** @param projects names of `projects.ts` */
export async function prepare(projects: string[]): Promise<void> {
  const wanted = (needs: Need[]) => needs.filter(({ of }) => of.some((name) => projects.includes(name)))
  const beside = Promise.all(wanted(IN_GO).map(meet))
  await Promise.all(wanted(PACKAGES).map(meet))
  for (const need of wanted(BUILDS)) await meet(need)
  await beside
}

/** What can't be made is told, and left to the tests that need it: they fail by it, and the others go on. */
async function meet({ name, make }: Need): Promise<void> {
  const start = Date.now()
  await make().catch((error: Error) => console.error(`✖ ${name}: ${error.message}`))
  notePart(name, start)
}

async function makeCollector(): Promise<void> {
  if (!missingCollector()) await collectorBinary()
}

async function makeActionlint(): Promise<void> {
  if (!missingGo()) await actionlint('-version')
}
