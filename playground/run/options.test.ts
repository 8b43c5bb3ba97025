import { describe, expect, test } from 'vitest'
import { readSettings } from './options.ts'

/** What was printed, and the settings or the exit code. */
function read(line: string, env: { [name: string]: string } = {}) {
  let printed = ''
  const print = {
    write(text: string) {
      printed += text
      return true
    },
  }
  try {
    return { settings: readSettings(line ? line.split(' ') : [], env, print), printed, exitCode: undefined }
  } catch (error) {
    return { settings: undefined, printed, exitCode: (error as { exitCode: number }).exitCode }
  }
}

test('nothing given: the demo in a loop, on all platforms, into the sink', () => {
  expect(read('').settings).toMatchObject({
    apps: ['native'],
    platforms: ['wechat', 'alipay'],
    scenario: { name: 'demo' },
    mode: 'loop',
    devices: 3,
    encoding: 'proto',
    seed: 1,
    service: 'coral-shop',
    serviceInstance: undefined,
    collector: undefined,
    ports: { otlp: 4318, skywalking: 12800, page: 5180, shop: 5190 },
    debug: false,
    check: false,
  })
})

test('the environment says the same as the flags, and the flags win', () => {
  const env = {
    ...{
      SCENARIO: 'slow-api',
      MODE: 'timed',
      DURATION_MS: '2500',
      ENCODING: 'json',
      DEBUG: '1',
      SERVICE: 'shop',
    },
    ...{ SERVICE_VERSION: 'v9', SERVICE_INSTANCE: 'store-1', TRACE_COLLECTOR_URL: 'http://oap:12800' },
    ...{ COLLECTOR_URL: 'http://gateway:4318/' },
  }
  const asked = {
    scenario: { name: 'slow-api' },
    mode: 'timed',
    duration: 2500,
    encoding: 'json',
    debug: true,
  }
  const named = { service: 'shop', serviceVersion: 'v9', serviceInstance: 'store-1' }
  const urls = { collector: 'http://gateway:4318', traceCollector: 'http://oap:12800' }
  expect(read('', env).settings).toMatchObject({ ...asked, ...named, ...urls })
  const flags = read('--scenario baseline --mode once --service other --duration 2m --devices 7', env)
  expect(flags.settings).toMatchObject({
    ...named,
    mode: 'once',
    service: 'other',
    duration: 120_000,
    devices: 7,
  })
  expect(flags.settings!.scenario.name).toBe('baseline')
})

test('what the environment sets to nothing is not set, and DEBUG=false is off', () => {
  const { settings, printed } = read('', { COLLECTOR_URL: '', MODE: '', DEBUG: 'false' })
  expect(settings).toMatchObject({ collector: undefined, mode: 'loop', debug: false })
  expect(printed).toBe('')
})

test('variables of ours have a prefix, and win over those that other tools set, too', () => {
  const env = {
    MODE: 'once',
    MINI_MONITOR_MODE: 'timed',
    MINI_MONITOR_DEBUG: 'true',
    MINI_MONITOR_SERVICE: 'mine',
  }
  expect(read('', env).settings).toMatchObject({ mode: 'timed', debug: true, service: 'mine' })
  expect(read('--mode loop', env).settings).toMatchObject({ mode: 'loop' })
  const { printed, exitCode } = read('', { MINI_MONITOR_MODE: 'production' })
  expect(printed).toContain("from env 'MINI_MONITOR_MODE' is invalid")
  expect(exitCode).toBe(1)
})

test('what other tools mean by MODE and DEBUG is left alone, with a line for each', () => {
  const { settings, printed } = read('', {
    MODE: 'production',
    DEBUG: 'vite:*',
    COLLECTOR_URL: 'collector:4318',
  })
  expect(settings).toMatchObject({ mode: 'loop', debug: false, collector: undefined })
  expect(printed.trimEnd().split('\n').sort()).toEqual([
    '· COLLECTOR_URL=collector:4318 is ignored: it is not what --collector takes',
    '· DEBUG=vite:* is ignored: it is not true or false',
    '· MODE=production is ignored: it is not what --mode takes',
  ])
})

test('--apps none: no app of ours; --lan opens what there is then, too', () => {
  expect(read('--apps none').settings).toMatchObject({ apps: [], lan: false })
  expect(read('--apps none --lan').settings).toMatchObject({ apps: [], lan: true })
})

test('the native apps are there for every platform that can be simulated', () => {
  const platforms = ['wechat', 'alipay', 'bytedance', 'baidu', 'qq', 'jd', 'kuaishou', 'xiaohongshu']
  expect(read(`--platform ${platforms.join(',')}`).settings).toMatchObject({ platforms })
})

describe('what can not be is told in one line, with exit code 1', () => {
  const cases: [string, string][] = [
    ['--scenario nothing', 'There is no scenario "nothing": baseline, demo'],
    ['--mode forever', 'Allowed choices are loop, timed, once'],
    ['--duration soon', 'A time is expected'],
    ['--devices 0', 'A whole number from 1 to 1000'],
    ['--encoding xml', 'Allowed choices are proto, json'],
    ['--platform wechat,nokia', '"nokia" is none'],
    ['--platform h5', 'Web pages (h5) run in a browser'],
    ['--apps none,native', '--apps none goes with no other'],
    ['--apps none --check', '--apps none has none'],
    ['--apps none --collector http://oap:12800', 'leave --collector out'],
    ['--lan --collector http://oap:12800', 'with --collector there is neither'],
    ['--apps native,flutter', '"flutter" is none. There is: native, taro, taro-vue, uni-app; none'],
    ['--apps uni-app --platform xiaohongshu', 'not yet for xiaohongshu'],
    ['--apps uni-app --check', '--check is for the native apps'],
    ['--collector localhost:4318', 'A URL that starts with http:// or https://'],
    ['--trace-collector http://oap:12800', '--trace-collector needs --collector'],
    ['--ports 1,2', 'Three or four numbers'],
    ['--ports 1,2,x', 'A whole number from 0 to 65535'],
    ['--duration 0s', 'A time is expected'],
    ['--duration 600h', 'A time is expected'],
    ['--seed 1.5', 'A whole number from 0 to 4294967295'],
    ['--collector http://', 'A URL that starts with http:// or https://'],
    ['--collector ftp://oap', 'A URL that starts with http:// or https://'],
    ['--ports 1,2,70000', 'A whole number from 0 to 65535'],
    ['--chaos --collector http://oap:12800', 'can’t be had with --collector'],
    ['--check --collector http://oap:12800', 'only the built-in sink'],
    ['--nonsense', "unknown option '--nonsense'"],
  ]
  test.each(cases)('%s', (line, message) => {
    const { printed, exitCode } = read(line)
    expect(printed).toContain(message)
    expect(printed).toMatch(/^✖ /)
    expect(exitCode).toBe(1)
  })
})
