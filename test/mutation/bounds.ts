import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A number with a name, at the top of a file. */
const BOUND = /^(?:export )?const ([A-Z][A-Z_]+) = (\d[\de]*)$/gm

/** Numbers that stand for words, not for amounts. */
const CODES = /core\/(exporters\/judge|outbox\/parcel|platforms\/fit)\.ts|FORMAT|UNREAD = (1e15|4)$/

/** Where the tests are that should notice, besides those in the folder of the file. */
const ELSEWHERE: { [room: string]: string[] } = {
  'core/platforms': ['test/conformance', 'test/platforms.test.ts'],
  'core/otlp': ['test/wire'],
  'core/processors': ['test/fuzz/texts.test.ts'],
  'core/internal': ['core/monitor/attributes.test.ts'],
  'core/propagators': ['test/wire/segment.test.ts', 'core/instrumentations/request'],
}

/**
 * Makes each bound of the core a thousand times as large, since Stryker changes no numbers, and prints those that no test
 * misses.
 * @param part of the name of the file or of the bound; empty: all
 */
export function mutateBounds(part: string): void {
  const rooms = new Set<string>()
  let all = 0
  let lived = 0
  for (const name of readdirSync('core', { recursive: true, encoding: 'utf8' })) {
    const file = 'core/' + name.replaceAll('\\', '/')
    if (!/(?<!\.test)\.ts$/.test(file)) continue
    for (const [was, bound, value] of readFileSync(file, 'utf8').matchAll(BOUND)) {
      const what = `${file} ${bound} = ${value}`
      if (CODES.test(what) || !what.includes(part)) continue
      const room = file.split('/').slice(0, 2).join('/')
      if (!rooms.has(room) && isNoticed(room, file, was, was))
        throw new Error(`${room}: its tests fail as it is`)
      rooms.add(room)
      all++
      if (isNoticed(room, file, was, was.replace(value, value + '000'))) continue
      lived++
      console.log(what)
    }
  }
  console.log(`bounds: ${all - lived} of ${all} noticed`)
}

function isNoticed(room: string, file: string, was: string, is: string): boolean {
  const env = { ...process.env, MUTATION_ROOM: '', MUTATION_BOUND: JSON.stringify({ file, was, is }) }
  const options = ['--bail=1', '--config=test/mutation/vitest.config.ts']
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...options, room, ...(ELSEWHERE[room] || [])]
  return spawnSync(process.execPath, args, { env, stdio: 'ignore' }).status !== 0
}
