/** `npm run sizing`: what the fleet of an app asks of its back end; every assumption is an option. */
import { parseArgs } from 'node:util'
import { assumed, defaults, type Assumptions } from './assumptions.ts'
import { countedMetrics, measuredBytes } from './measured.ts'
import { sizingOf } from './model.ts'
import { ROWS, short } from './rows.ts'

const names = Object.keys(assumed) as (keyof Assumptions)[]
const USAGE = `Usage: npm run sizing -- [--devices 1000000 --devices 100000000] [--${names[0]} ${defaults.activeDays} …]

${names.map((name) => `  --${name.padEnd(12)} ${String(defaults[name]).padEnd(5)} ${assumed[name].what.en}`).join('\n')}`

function number(name: string, text: string): number {
  const value = Number(text)
  if (!text.trim() || !(value >= 0)) throw new Error(`--${name}: "${text}" is no number from 0 on`)
  return value
}

try {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { values } = parseArgs({
    options: { ...options, devices: { type: 'string', multiple: true }, help: { type: 'boolean' } },
  })
  if (values.help) console.log(USAGE)
  else print(values as { [name: string]: unknown })
} catch (error) {
  console.error(`✖ ${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 1
}

function print(values: { [name: string]: unknown }): void {
  const given = { ...defaults }
  for (const name of names) if (name in values) given[name] = number(name, values[name] as string)
  const devices = ((values.devices as string[]) ?? ['1e6', '1e8']).map((text) => number('devices', text))
  const [bytes, rules] = [measuredBytes(), countedMetrics()]
  const sizings = devices.map((each) => sizingOf(each, bytes, rules, given))
  const line = (what: string, cells: string[]) =>
    console.log(`${what.padEnd(48)}${cells.map((cell) => cell.padStart(14)).join('')}`)
  line(
    'devices per month',
    devices.map((each) => short(each)),
  )
  for (const { what, value } of ROWS) line(what.en, sizings.map(value))
  console.log('\nAssumed:')
  for (const name of names)
    console.log(`  ${name.padEnd(12)} ${String(given[name]).padEnd(6)} ${assumed[name].what.en}`)
  console.log(`Measured: bytes ${JSON.stringify(bytes)}, rules ${JSON.stringify(rules)}`)
}
