import { join } from 'node:path'
import { mergeConfig } from 'vitest/config'
import base from '../../vitest.config.ts'
import { boundOf } from './bound.ts'
import { ROOMS } from './rooms.ts'

/** Set by run.ts and bounds.ts. */
const { MUTATION_ROOM, MUTATION_BOUND } = process.env

const config = mergeConfig(base, { root: process.cwd() })
if (MUTATION_ROOM)
  config.test!.include = ROOMS[MUTATION_ROOM].tests.map((place) =>
    place.endsWith('.ts') ? place : join(place, '**/*.test.ts'),
  )
// Modules are loaded once for all files: a change is tried in half the time.
config.test!.isolate = false
config.test!.exclude = [
  '**/node_modules/**',
  // They measure time or memory, which changed code is slow at.
  'core/monitor/memory.test.ts',
  'test/conformance/import.test.ts',
  // It wants tables that nobody has used yet.
  'core/otlp/compact.test.ts',
]

if (MUTATION_BOUND) {
  const { file, was, is } = boundOf(MUTATION_BOUND)
  const transform = (code: string, id: string) => {
    if (!id.endsWith('/' + file)) return undefined
    if (!code.includes(was)) throw new Error(`${file} has no ${was}`)
    return code.replace(was, is)
  }
  config.plugins!.push({ name: 'bound', enforce: 'pre', transform })
  config.test!.setupFiles = ['test/mutation/setup.ts']
}
export default config
