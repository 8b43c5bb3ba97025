/** `npm install` of the packed kit, from the registry, into apps that have a framework already. */
import { deepStrictEqual } from 'node:assert'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache } from '../../playground/builds/cache.ts'
import type { CommandError } from '../../playground/builds/run.ts'
import { run } from '../../playground/builds/run.ts'
import { LeftOut, type Row } from './row.ts'

/** Packages of an app, as `npm install` is told of them. */
type App = string[]

/** Those that the kit has as peers. */
const NAMED = /^(react|vue|@tarojs\/taro|@dcloudio\/uni-app)@/

const DIST = join(import.meta.dirname, '../../dist')

/** @param apps each is tried alone */
export function installRow(what: string, apps: App[]): Row {
  return {
    what: `npm install beside ${what}`,
    how: 'the packed kit into an app that has these: npm ends well, `npm ls` finds no more fault than before, all versions stay',
    async attempt() {
      const seen: string[] = []
      for (const app of apps) seen.push(await install(app))
      return seen.join('; ')
    },
  }
}

interface Tree {
  dependencies?: { [name: string]: { version: string; extraneous?: boolean } }
  problems?: string[]
}

async function install(app: App): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'mini-monitor-install-'))
  // Of its own, so that what was tried once can be tried again without a network.
  const common = ['--cache', join(cache(), 'npm'), '--prefer-offline', '--no-audit', '--no-fund']
  const npm = (...args: string[]) =>
    run({ title: `npm ${args[0]}`, program: 'npm', args: [...args, ...common], cwd, timeout: 900_000 })
  const tree = async () => {
    const text = await npm('ls', '--json').catch((error: CommandError) => error.output)
    const { dependencies = {}, problems = [] } = JSON.parse(text.slice(text.indexOf('{'))) as Tree
    // Optional peers of what an app has come and go with any `npm install` whatever, and nobody asked for them.
    const asked = Object.entries(dependencies).filter(([, { extraneous }]) => !extraneous)
    return {
      problems: problems.filter((each) => !each.startsWith('extraneous:')),
      versions: asked.map(([name, { version }]) => name + '@' + version),
    }
  }
  try {
    writeFileSync(join(cwd, 'package.json'), '{ "private": true }\n')
    await npm('install', '--ignore-scripts', ...app).catch((error: Error) => {
      throw new LeftOut(error.message)
    })
    const before = await tree()
    const [{ filename }] = JSON.parse(await npm('pack', '--json', DIST)) as [{ filename: string }]
    await npm('install', '--ignore-scripts', `./${filename}`)
    const after = await tree()
    deepStrictEqual(
      after.problems.filter((each) => !before.problems.includes(each)),
      [],
    )
    const own = after.versions.filter((each) => !each.startsWith('mini-monitor@'))
    deepStrictEqual(own, before.versions)
    return before.versions.filter((each) => NAMED.test(each)).join(' ')
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}
