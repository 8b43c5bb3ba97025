import { parseArgs } from 'node:util'
import { targets } from '../rules/targets.ts'
import { compare, type Outcome } from './compare.ts'
import { checkLive } from './live/index.ts'
import { createOutput } from './live/output.ts'
import { LIMITS, print } from './report.ts'
import { unresolved } from './resolve/index.ts'
import { lalFiles, malFiles } from './config.ts'

/* `npm run check:skywalking`: are the rules whole, and do they tell the truth of a fleet? */

const USAGE = `npm run check:skywalking -- [--devices 2000] [--minutes 5] [--seed 1] [--platforms wechat,alipay] [--oap]
  --oap  OAP's own MAL (10.1.0, from Maven Central) computes the same; needs Maven and a JDK 17; 200 devices by default

npm run check:skywalking -- --live http://oap:12800 [--admin http://oap:17128] [--devices 20] [--platforms wechat,h5]
  sends a fleet to an OAP 11 that runs, under names of its own, and asks it what became of it; all platforms by default`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      devices: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      platforms: { type: 'string' },
      oap: { type: 'boolean', default: false },
      live: { type: 'string' },
      admin: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  if (values.live === undefined) return simulate(values)
  const isTrue = await checkLive({
    live: values.live,
    admin: values.admin,
    platforms: values.platforms?.split(',') ?? targets.map(({ platform }) => platform),
    ...numbersIn(values, { devices: 20, minutes: 4, seed: Math.floor(Date.now() / 1000) % 1_000_000 }),
    ...createOutput(process.stdout, Date.now),
    now: Date.now,
    pause: (ms) => new Promise((done) => setTimeout(done, ms)),
  })
  return isTrue ? 0 : 1
}

interface Given {
  devices?: string
  minutes?: string
  seed?: string
  platforms?: string
  oap?: boolean
}

type Numbers = Record<'devices' | 'minutes' | 'seed', number>

function numbersIn(given: Given, byDefault: Numbers): Numbers {
  const [devices, minutes, seed] = (['devices', 'minutes', 'seed'] as const).map((name) =>
    Number(given[name] ?? byDefault[name]),
  )
  if (!(devices >= 1 && minutes >= 4 && Number.isInteger(seed))) throw new Error(USAGE)
  return { devices, minutes, seed }
}

async function simulate(values: Given): Promise<number> {
  const mal = malFiles()
  const count = mal.reduce((sum, { definitions }) => sum + definitions.length, 0)
  console.log(`${mal.length} files of MAL with ${count} metrics and ${lalFiles().length} of LAL are read.`)
  const faults = unresolved()
  if (!faults.length) console.log('Every metric, label and attribute in them is one that the kit sends.')
  const { devices, minutes, seed } = numbersIn(values, {
    devices: values.oap ? 200 : 2000,
    minutes: 5,
    seed: 1,
  })
  const outcomes: Outcome[] = []
  for (const platform of (values.platforms ?? 'wechat').split(',')) {
    const target = targets.find((each) => each.platform === platform)
    if (!target) throw new Error(`no such platform: ${platform}`)
    console.log(`\n${devices} devices on ${platform}, ${minutes} minutes, seed ${seed} …`)
    const outcome = await compare({ platform, devices, minutes, seed }, target, values.oap)
    outcomes.push(outcome)
    console.log(print(outcome))
    if (outcome.confirmed !== undefined)
      console.log(
        `\nOAP's own MAL has computed ${outcome.confirmed} of these values by itself; where it comes to another is told below.`,
      )
  }
  console.log('\n' + LIMITS)
  faults.push(...outcomes.flatMap((outcome) => outcome.faults))
  for (const fault of faults) console.log(`✗ ${fault}`)
  return faults.length || outcomes.some(({ rows }) => rows.some(({ off, allowed }) => off.ours > allowed))
    ? 1
    : 0
}

main().then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 2
  },
)
