/** The packed kit, installed by another package manager. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../playground/builds/run.ts'
import { withPacked } from './packed.ts'
import type { Row } from './row.ts'

interface Manager {
  /** With its version, as npm has it. */
  npm: string
  program: string
  /** Files that it wants to find. */
  files?: Record<string, string>
}

const MANAGERS: Record<string, Manager> = {
  'pnpm 12': { npm: 'pnpm@12', program: 'pnpm' },
  'Yarn 1': { npm: 'yarn@1', program: 'yarn' },
  'Yarn 4': {
    npm: '@yarnpkg/cli-dist@4',
    program: 'yarn',
    // WeChat's npm build knows no other form
    files: { '.yarnrc.yml': 'nodeLinker: node-modules\nenableTelemetry: false\n', 'yarn.lock': '' },
  },
}

/** Loads every entry that Node can load, both ways. */
const LOAD = `
const names = ['', '/core', '/platforms/wechat', '/taro/plugin', '/uni-app/vite'].map((path) => 'mini-monitor' + path)
for (const name of names) require(name)
Promise.all(names.map((name) => import(name))).then(() => console.log(names.length + ' entries'))
`

export function managerRow(what: string): Row {
  const { npm, program, files = {} } = MANAGERS[what]!
  return {
    what: `${what}, install`,
    how: 'the packed kit into an empty app: Node loads its entries by `require` and `import`, and WeChat’s npm build finds its file',
    attempt: () =>
      withPacked(async (cwd, tarball) => {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
        writeFileSync(join(cwd, 'load.cjs'), LOAD)
        const call = (...args: string[]) =>
          run({
            ...{ title: `${program} ${args[0]}`, program: 'npx', cwd, timeout: 300_000 },
            args: ['--yes', '--package', npm, program, ...args],
          })
        const version = (await call('--version')).trim().split('\n').pop()
        await call('add', `mini-monitor@file:./${tarball}`)
        const loaded = await run({ title: 'node', program: 'node', args: ['load.cjs'], cwd })
        if (!existsSync(join(cwd, 'node_modules/mini-monitor/miniprogram/index.js')))
          throw new Error('node_modules/mini-monitor/miniprogram/index.js is missing')
        return `${program} ${version}: ${loaded.trim()}`
      }),
  }
}
