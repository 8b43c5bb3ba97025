/** The sample shop by Taro's own CLI, on simulated platforms and in a browser: what arrives, and what is left alone. */
import { beforeAll, describe, expect, test } from 'vitest'
import { expectRecorded } from '../recorded.ts'
import { growthOf, scriptsIn, sizeOf } from '../growth.ts'
import {
  build,
  CommandError,
  taroApp,
  taroBuild,
  taroHosts,
  type Build,
  type TaroFramework,
  type TaroKit,
} from '../../../playground/builds/index.ts'
import { buildAll } from '../build-all.ts'
import { againstSignals, namedInPrivacy, none, touchedByKit } from '../documents.ts'
import { buildOf, FRAMEWORKS, MINI_ROWS, taroBuilds, WEB_ROWS, type MiniTarget, type Row } from './builds.ts'
import { PAGE_TRACES, expectedSignals, receivedSignals } from './expected.ts'
import { pageTracesOf } from '../page-traces.ts'
import { walkMini, type Walk } from './mini.ts'
import { walkWeb } from './web.ts'

/** Of the simulated platforms those that have performance entries, as the real ones. */
const WITH_ENTRIES = ['weapp', 'tt']

// Made by prepare.ts; where that was left out it takes minutes, and no test is the worse for it.
beforeAll(() => buildAll(taroBuilds()), 0)

async function walkOf(row: Row<MiniTarget>, kit: TaroKit) {
  return walkMini(taroHosts[row.target], (await build(buildOf(row, kit))).folder)
}

/** Differ from run to run: ports, and what a browser makes up to tell the parts of an upload apart. */
const BY_CHANCE = /(?<=127\.0\.0\.1):\d+|(?<=boundary=)[\w-]+/g

/** A trace header is all that may differ; two that set off together may arrive in either order. */
function asked({ shop }: Walk) {
  return shop
    .map(({ headers: { sw8: _, host: __, ...headers }, ...rest }) =>
      JSON.stringify({ ...rest, headers }).replace(BY_CHANCE, ''),
    )
    .sort()
}

function leavesTheAppAlone(walks: () => { with: Walk; without: Walk }): void {
  test('the shop is asked the same, but for the trace header', () => {
    const { with: with_, without } = walks()
    expect(asked(with_)).toEqual(asked(without))
    expect(without.shop).toHaveLength(9)
    expect(without.received.metrics).toEqual([])
  })

  test('the pages show the same after each step', () => {
    expect(walks().with.shown).toEqual(walks().without.shown)
  })

  test('the same is thrown, and printed', () => {
    const { with: with_, without } = walks()
    expect(with_.errors).toEqual(without.errors)
    expect(with_.warnings.map(first)).toEqual(without.warnings.map(first))
  })
}

/** Stacks name lines of another file. */
function first(text: string) {
  return text.split('\n')[0]
}

/** Names of platforms in quotes, as each driver has its own. */
function platformsIn(folder: string): string[] {
  const code = scriptsIn(folder).join('\n')
  const names = [...Object.values(taroHosts), 'kuaishou', 'xiaohongshu', 'h5']
  return names.filter((name) => new RegExp(`(["'])${name}\\1`).test(code))
}

describe.each(MINI_ROWS)('$framework, $target, by $runner, with the plug-in', (row) => {
  const { framework, target } = row
  const walks = {} as { with: Walk; without: Walk }
  beforeAll(async () => {
    walks.with = await walkOf(row, 'plugin')
    walks.without = await walkOf(row, 'none')
  })

  test('every signal of the journey arrives once, on its page', () => {
    const how = WITH_ENTRIES.includes(target) ? 'entries' : 'life-cycle'
    expect(receivedSignals(walks.with.received)).toEqual(expectedSignals(how, 'https://shop.coral.example'))
  })

  test('each page that loads is a trace, with its requests', () => {
    expect(pageTracesOf(walks.with.received)).toEqual(PAGE_TRACES)
  })

  test('it sends what docs/signals.md lists for there, and nothing else', () => {
    const place = { framework: 'taro', platform: taroHosts[target] } as const
    expect(againstSignals(place, walks.with.requests, ['a user before a page'])).toEqual(none)
  })

  test('of the platform it calls what docs/privacy.md names, and replaces the functions that make requests', () => {
    const { called, replaced } = touchedByKit(walks.with.touched!, walks.without.touched!)
    expect(called.filter((name) => !namedInPrivacy('taro').includes(name))).toEqual([])
    expect(replaced).toEqual(['downloadFile', 'request', 'uploadFile'])
  })

  test('a render error comes with its component stack; options that are functions are heard', () => {
    const { logs, metrics } = walks.with.received
    const stack = logs.map(({ attributes }) => attributes['exception.component_stack']).filter(Boolean)
    expect(stack.join()).toMatch(framework === 'react' ? /pages\/detail\/detail\.js/ : /at specs\n/)
    expect(new Set(logs.map(({ attributes }) => attributes['shop.channel']))).toEqual(new Set([target]))
    const resource = { 'miniprogram.framework': 'taro', 'miniprogram.platform': taroHosts[target] }
    for (const record of [...logs, ...metrics]) expect(record.resource).toMatchObject(resource)
  })

  test('of the drivers its own is in the build, and no other', async () => {
    expect(platformsIn((await build(buildOf(row))).folder)).toEqual([taroHosts[target]])
  })

  leavesTheAppAlone(() => walks)
})

describe.each(WEB_ROWS)('$framework, $target, by $runner, with the plug-in, in Chromium', (row) => {
  const walks = {} as { with: Walk; without: Walk }
  beforeAll(async () => {
    const walk = async (kit: TaroKit) => walkWeb((await build(buildOf(row, kit))).folder)
    // At once: each has a browser of its own, and mostly waits.
    const [with_, without] = await Promise.all([walk('plugin'), walk('none')])
    Object.assign(walks, { with: with_, without })
  })

  test('every signal of the journey arrives once, on its page', () => {
    expect(receivedSignals(walks.with.received)).toEqual(expectedSignals('h5', 'http://shop.coral.example'))
  })

  test('it sends what docs/signals.md lists for there, and nothing else', () => {
    const place = { framework: 'taro', platform: 'h5' } as const
    expect(
      againstSignals(
        place,
        walks.with.requests,
        ['a user before a page', 'a request of a loaded page'],
        /\/request .*view_id/,
      ),
    ).toEqual(none)
  })

  leavesTheAppAlone(() => walks)
})

function without(...left: RegExp[]) {
  return (line: string) => !left.some((each) => each.test(line))
}

function weapp(framework: TaroFramework) {
  return { framework, target: 'weapp', runner: 'webpack5' } as const
}

describe.each(FRAMEWORKS)('%s, weapp: each entry alone, and all together', (framework) => {
  const origin = 'https://shop.coral.example'
  /** The runtime's entries of the launch come before a provider is rendered. */
  const noGauge = without(/^gauge/)
  const lines = async (kit: TaroKit) => {
    const walk = await walkOf(weapp(framework), kit)
    return { walk, lines: receivedSignals(walk.received) }
  }

  test('provider only', async () => {
    const { lines: got } = await lines('provider')
    expect(got.filter(noGauge)).toEqual(expectedSignals('entries', origin).filter(noGauge))
  })

  test('interceptor only: requests, and what the platform’s own hooks tell', async () => {
    const { lines: got } = await lines('interceptor')
    // Vue keeps what its handlers throw to itself, and React gives render errors to Taro alone.
    const untold = framework === 'vue3' ? [/Cannot read/, /URI malformed/] : [/Cannot read/]
    // an interceptor alone knows no pages but those of the platform's routes
    const told = without(/^gauge/, /^page\./, ...untold)
    const noPage = got.filter((line) => noGauge(line) && !/^page\./.test(line))
    expect(noPage).toEqual(expectedSignals('entries', origin).filter(told))
  })

  test('all at once: as with the plug-in, nothing twice', async () => {
    const { lines: got, walk } = await lines('all')
    expect(got).toEqual(expectedSignals('entries', origin))
    const said = walk.warnings.filter((text) => text.includes('mini-monitor'))
    expect(said.every((text) => text.includes('a monitor is running already'))).toBe(true)
    expect(said).toHaveLength(2)
  })
})

test('a collector that doesn’t answer changes nothing for the app', async () => {
  const { folder } = await build(taroBuild('react', 'weapp'))
  const walk = await walkMini('wechat', folder, 'hangs')
  const alone = await walkOf(weapp('react'), 'none')
  expect(walk.received.logs).toEqual([])
  expect(walk.shown).toEqual(alone.shown)
  expect(asked(walk)).toEqual(asked(alone))
  expect(walk.errors).toEqual(alone.errors)
})

test.each(FRAMEWORKS)(
  '%s, weapp, with updates: what setData costs is sent as docs/signals.md lists it',
  async (framework) => {
    const { folder } = await build(buildOf(weapp(framework), 'plugin', { updates: true }))
    const { requests } = await walkMini('wechat', folder)
    expect(
      againstSignals({ framework: 'taro', platform: 'wechat' }, requests, [
        'updates',
        'a user before a page',
      ]),
    ).toEqual(none)
  },
)

test('an option that is wrong ends the build, with its path', async () => {
  const wrong = build(taroBuild('react', 'weapp', 'plugin', { tracing: { sampleRate: 2 }, debug: 'yes' }))
  await expect(wrong).rejects.toThrow(CommandError)
  await expect(wrong).rejects.toThrow(
    'mini-monitor/taro/plugin: option "tracing.sampleRate" must be a number',
  )
  await expect(wrong).rejects.toThrow('option "debug" must be true or false')
})

describe('strict TypeScript against the packed package', () => {
  const check = (title: string, ...command: [string, ...string[]]): Build => ({
    app: taroApp,
    title,
    command,
  })

  test.each([
    check('tsc, React', 'tsc', '--noEmit'),
    check('vue-tsc, Vue 3', 'vue-tsc', '--noEmit', '-p', 'tsconfig.vue.json'),
  ])('$title', async (request) => {
    expect((await build(request)).log).not.toContain('error')
  })
})

describe('size', () => {
  test('what a React build for WeChat by Vite grows by', async () => {
    const row = { ...weapp('react'), runner: 'vite' } as const
    const [kit, none] = [await build(buildOf(row)), await build(buildOf(row, 'none'))]
    const [with_, alone] = [sizeOf(kit.folder), sizeOf(none.folder)]
    const grown = { raw: with_.raw - alone.raw, gzip: with_.gzip - alone.gzip }
    console.log(`React, weapp, vite: ${grown.raw} bytes more, ${grown.gzip} gzipped`)
    expect(grown.raw).toBeLessThanOrEqual(99_600)
    expect(grown.gzip).toBeLessThanOrEqual(41_800)
  })

  test('what a React build for the web grows by', async () => {
    // webpack lays what pages share into each of their chunks, or not, as it finds best: the sum tells nothing
    const row = { framework: 'react', target: 'h5', runner: 'vite' } as const
    const [kit, none] = [await build(buildOf(row)), await build(buildOf(row, 'none'))]
    const [with_, alone] = [sizeOf(kit.folder), sizeOf(none.folder)]
    const grown = { raw: with_.raw - alone.raw, gzip: with_.gzip - alone.gzip }
    console.log(`React, h5, vite: ${grown.raw} bytes more, ${grown.gzip} gzipped`)
    // Taro's DOM for mini programs would be 28 KB more
    expect(grown.raw).toBeLessThanOrEqual(102_700)
  })

  test('what it grows by with little, by default and with everything is what the README says', async () => {
    expectRecorded('Taro', await growthOf('Taro'))
  })
})
