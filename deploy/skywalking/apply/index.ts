import { fileURLToPath } from 'node:url'
import { createAdmin } from './admin/index.ts'
import { apply } from './apply.ts'
import { USAGE, isMisuse, readOptions } from './options.ts'
import { readOurs } from './ours.ts'
import { say } from './print.ts'
import { revert } from './revert.ts'

/* Brings the rules and dashboards of this folder to a running OAP 11. Runs as apply.mjs, which is made of it. */

/** Where apply.mjs lies: beside config/ and dashboards/. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url))

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (!options) return say(USAGE)
  const ours = readOurs(FOLDER, options.platforms)
  const admin = createAdmin({ base: options.admin, headers: options.headers })
  await (options.revert ? revert : apply)(admin, ours, options)
}

main().catch((error: Error) => {
  console.error(`✗ ${error.message}`)
  // 2: how it was called
  process.exitCode = isMisuse(error.message) ? 2 : 1
})
