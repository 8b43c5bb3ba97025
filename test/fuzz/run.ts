import { spawnSync } from 'node:child_process'
import { Command, InvalidArgumentError } from 'commander'

function whole(text: string) {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('a whole number from 1 up is expected')
  return n
}

const { ms, seconds, seed } = new Command('fuzz')
  .description('sends the kit and the sink what no code should have to meet; nothing may break, wait or grow')
  .option('--seed <n>', 'the same seed makes the same inputs', whole, 20240601)
  .option('--ms <n>', 'how long a text of 1 MB may hold the thread', whole, 50)
  .option('--seconds <n>', 'how long the sink is sent to, at most', whole, 600)
  .parse()
  .opts<{ ms: number; seconds: number; seed: number }>()

const env = { FUZZ_MS: String(ms), FUZZ_SECONDS: String(seconds), FUZZ_SEED: String(seed) }
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz'], {
  env: { ...process.env, ...env },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
