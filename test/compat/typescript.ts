/** The packed types, checked by other versions of TypeScript. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../playground/builds/run.ts'
import { withPacked } from './packed.ts'
import { LeftOut, type Row } from './row.ts'

/** What an app writes, and what it must be kept from. */
const APP = `
import { init, type Monitor, type Options } from 'mini-monitor'
import { compose, nativePreset } from 'mini-monitor/core'
import { wechat } from 'mini-monitor/platforms/wechat'

const options: Options = {
  service: 'shop',
  platform: 'wechat',
  beforeSend: (signal) => (signal.kind === 'log' ? signal : false),
}
const monitor: Monitor = init(options)
monitor.captureError(new Error('x'), { attributes: { step: 'pay' } })
export const all = [compose, nativePreset, wechat, monitor.diagnostics()]
// @ts-expect-error there is no such platform
init({ service: 'shop', platform: 'weapp' })
`

/** How each looks for the types: as bundlers do, as Node does, and as TypeScript did before it knew \`exports\`. */
const RESOLUTIONS = {
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
  node16: ['--module', 'node16', '--moduleResolution', 'node16'],
  node10: ['--module', 'commonjs', '--moduleResolution', 'node'],
}

export function typescriptRow(version: string, ...by: (keyof typeof RESOLUTIONS)[]): Row {
  return {
    what: `TypeScript ${version}`,
    how: 'an app of the packed kit in strict mode, its types checked too: it compiles, and a platform that is misspelt does not',
    attempt: () =>
      withPacked(async (cwd, tarball) => {
        const npm = (...args: string[]) => run({ title: 'npm install', program: 'npm', args, cwd })
        await npm('install', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`)
        await npm('install', '--ignore-scripts', '--no-audit', '--no-fund', `typescript@${version}`).catch(
          (error: Error) => {
            throw new LeftOut(error.message)
          },
        )
        writeFileSync(join(cwd, 'app.ts'), APP)
        const tsc = (...args: string[]) =>
          run({
            title: `tsc ${args.join(' ')}`,
            ...{ program: 'node', args: ['node_modules/typescript/bin/tsc', ...args], cwd },
          })
        for (const each of by)
          await tsc('--noEmit', '--strict', '--target', 'es2020', ...RESOLUTIONS[each], 'app.ts')
        return `${(await tsc('--version')).trim()}, resolution ${by.join(', ')}`
      }),
  }
}
