/** Files that `npx mini-monitor native` makes, by what the size limits call them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DIST } from './dist.ts'

const FOLDER = 'node_modules/.cache/mini-monitor/native'

const PLATFORM = '--platform wechat'
const SOME = `${PLATFORM} --features errors,requests --encoding json`

/** Flags by the file's name, which `.size-limit.json` has, too. */
export const MADE: { [name: string]: string } = {
  small: `${SOME} --no-storage --no-limits --no-api`,
  requests: SOME,
  default: PLATFORM,
  options: `${PLATFORM} --options options.json`,
}

export const OPTIONS = { service: 'shop', serviceVersion: '2.3.0', collector: 'https://collector.example' }

/** Makes them of dist/, for size-limit. */
export function makeFiles(): void {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, 'options.json'), JSON.stringify(OPTIONS))
  for (const [name, flags] of Object.entries(MADE))
    execFileSync(
      process.execPath,
      [join(process.cwd(), DIST, 'cli/index.js'), 'native', ...flags.split(' '), '-o', `${name}.js`],
      { cwd: FOLDER },
    )
}
