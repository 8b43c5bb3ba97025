/** `npm run size`: every entry's change since sizes were last recorded. `-- --record "why"` records them. */
import { parseArgs } from 'node:util'
import {
  askForReason,
  changesOf,
  measure,
  readBook,
  recorded,
  table,
  wantsReason,
  writeBook,
} from './sizes.ts'

const { values, positionals } = parseArgs({
  options: { record: { type: 'boolean' } },
  allowPositionals: true,
})

const book = readBook()
const changes = changesOf(measure(), book)
console.log(table(changes))

if (values.record) record(positionals.join(' '))
else {
  const grown = changes.filter(wantsReason)
  if (grown.length) fail(askForReason(grown))
}

function record(why: string): void {
  try {
    writeBook(recorded(book, changes, why))
    console.log('\nRecorded in test/surface/sizes.json.')
  } catch (error) {
    fail((error as Error).message)
  }
}

function fail(message: string): void {
  console.error(`\n✖ ${message}`)
  process.exitCode = 1
}
