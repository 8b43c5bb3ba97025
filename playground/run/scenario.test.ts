import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadScenario, readScenario, scenarioNames } from './scenario.ts'

function good() {
  return {
    devices: 1,
    think: [10, 20],
    visit: { steps: [1, 2], pause: [0, 0] },
    shop: {
      latency: [1, 2],
      errorRate: 0,
      statuses: [500],
      routes: { 'POST /api/orders': { errorRate: 1 } },
    },
    steps: { browse: 1 },
  }
}

test('the playground has the four scenarios, and all are right', () => {
  expect(scenarioNames()).toEqual(['baseline', 'demo', 'error-storm', 'slow-api'])
  for (const name of scenarioNames()) expect(loadScenario(name)).toMatchObject({ name })
  expect(loadScenario('slow-api').shop.latency).toEqual([1500, 8000])
})

test('a path of a file of the user is taken, relative to where they stand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'))
  try {
    writeFileSync(join(folder, 'mine.json'), JSON.stringify(good()))
    expect(loadScenario('./mine.json', folder)).toMatchObject({ name: 'mine', slowness: [1, 1] })
    writeFileSync(join(folder, 'broken.json'), '{ "devices": 1, }')
    expect(() => loadScenario('broken.json', folder)).toThrow(/broken\.json can't be read: .*JSON/)
    expect(() => loadScenario('none.json', folder)).toThrow('demo, error-storm, slow-api, or the path')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** What is done to a good scenario, and what is said of it. */
const WRONG: [string, (scenario: ReturnType<typeof good>) => unknown, string][] = [
  ['no object', () => [], 'the file: an object with'],
  ['an unknown key', (s) => ({ ...s, thinking: 1 }), 'thinking: not known here; there are description'],
  ['an unknown step', (s) => ({ ...s, steps: { brows: 1 } }), 'steps.brows: not known here'],
  [
    'an unknown route',
    (s) => ({ ...s, shop: { ...s.shop, routes: { '/x': {} } } }),
    'shop.routes["/x"]: not known here; there are GET /api/home',
  ],
  ['a number as range', (s) => ({ ...s, think: 5 }), 'think: [from, to] in ms, 0 ≤ from ≤ to'],
  ['a range upside down', (s) => ({ ...s, think: [9, 1] }), 'found [9,1]'],
  ['a missing part', (s) => ({ ...s, visit: { steps: [1, 2] } }), 'visit.pause: [from, to] in ms'],
  [
    'a share above 1',
    (s) => ({ ...s, shop: { ...s.shop, errorRate: 20 } }),
    'shop.errorRate: a share from 0 to 1',
  ],
  [
    'a status that is none',
    (s) => ({ ...s, shop: { ...s.shop, statuses: [200] } }),
    'shop.statuses[0]: an HTTP status from 400 to 599 expected, found 200',
  ],
  [
    'no status at all',
    (s) => ({ ...s, shop: { ...s.shop, statuses: [] } }),
    'shop.statuses: a list of HTTP statuses from 400 to 599 expected, found []',
  ],
  ['half a range', (s) => ({ ...s, think: [1] }), 'think[1]: a number expected, found nothing'],
  ['no object in an object', (s) => ({ ...s, visit: [] }), 'visit: an object with steps, pause expected'],
  ['nothing there', (s) => ({ ...s, shop: undefined }), 'shop: an object with latency, errorRate, statuses'],
  [
    'a bad route',
    (s) => ({ ...s, shop: { ...s.shop, routes: { 'POST /api/orders': { latency: 'long' } } } }),
    'shop.routes["POST /api/orders"].latency: [from, to] in ms, 0 ≤ from ≤ to ≤ 86400000, expected, found "long"',
  ],
  ['half a device', (s) => ({ ...s, devices: 1.5 }), 'devices: a whole number expected, found 1.5'],
  ['no steps', (s) => ({ ...s, steps: { browse: 0 } }), 'steps: at least one weight above 0'],
]

describe('what is wrong is named with its key, what was expected and what was found', () => {
  test.each(WRONG)('%s', (_, change, message) => {
    expect(() => readScenario(change(good()), 'mine')).toThrow(message)
  })

  test('all at once', () => {
    const wrong = { ...good(), think: 5, devices: 0 }
    expect(() => readScenario(wrong, 'mine')).toThrow(
      /"mine" is not right:\n {2}- devices: .*\n {2}- think: /,
    )
  })

  test('every stranger', () => {
    const strangers = { ...good(), thinking: 1, speed: 2 }
    expect(() => readScenario(strangers, 'mine')).toThrow(/- thinking: not known.*\n {2}- speed: not known/)
  })

  test('what a route leaves out stays left out', () => {
    expect(readScenario(good(), 'mine').shop.routes).toEqual({ 'POST /api/orders': { errorRate: 1 } })
  })
})
