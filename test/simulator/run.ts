import { Command, InvalidArgumentError } from 'commander'
import { print, simulate } from './simulate.ts'

function whole(text: string) {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('a whole number from 1 up is expected')
  return n
}

const { runs, seed } = new Command('simulate')
  .description(
    'lives many histories of one device, with faults of all kinds, and checks that every account comes out even',
  )
  .option('--runs <n>', 'how many histories', whole, 2000)
  .option('--seed <n>', 'the same seed gives the same histories', whole, 1)
  .parse()
  .opts<{ runs: number; seed: number }>()

const started = Date.now()

function progress(done: number) {
  if (process.stderr.isTTY && done % 50 === 0) process.stderr.write(`\r${done} of ${runs}`)
}

simulate(runs, seed, progress).then(
  (figures) => {
    console.log(`${print(figures)}\n  ${'seconds'.padEnd(26)} ${Math.round((Date.now() - started) / 1000)}`)
  },
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  },
)
