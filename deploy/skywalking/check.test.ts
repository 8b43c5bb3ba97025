/** `npm run check:skywalking` in short, and that it sees what it is there to see. */
import { describe, expect, test } from 'vitest'
import { parseExpression } from './mal/expression.ts'
import { readFilter } from './mal/filter.ts'
import { shapeOf } from './mal/shape.ts'
import { compare } from './check/compare.ts'
import { evaluate, type Batch } from './check/model/mal.ts'
import type { Row } from './check/row.ts'
import { compileLal } from './check/model/lal-compile.ts'
import { runLal } from './check/model/lal.ts'
import { createMeters, type Step } from './check/model/meters.ts'
import { ours } from './check/pipelines.ts'
import { print } from './check/report.ts'
import { malFiles } from './check/config.ts'
import { unresolved } from './check/resolve/index.ts'
import { undrawn, untaken } from './check/resolve/missing.ts'
import { targets } from './rules/targets.ts'

function wrong(rows: Row[]) {
  return rows.filter(({ off, allowed }) => off.ours > allowed)
}

test('what rules name is sent, what any app sends a rule takes, and what a rule makes is drawn', () => {
  expect(unresolved()).toEqual([])
})

test('a rule or a chart that is missing is told', () => {
  const without = malFiles().map((file) => ({
    ...file,
    definitions: file.definitions.filter(({ metric }) => metric !== 'meter_qq_mp_instance_route_duration'),
  }))
  const faults = targets.flatMap((target) => untaken(target, without))
  expect(faults).toEqual(['qq: no rule takes miniprogram.route.duration of the instance'])
  expect(undrawn([{ ...without[0], definitions: [{ metric: 'meter_x', expression: 'a' }] }])).toEqual([
    `${without[0].path}: no dashboard draws meter_x`,
  ])
})

describe('a fleet', () => {
  test('on WeChat: ours tells the truth, the form that OAP ships does not', { timeout: 60_000 }, async () => {
    const outcome = await compare({ platform: 'wechat', devices: 120, minutes: 4, seed: 2 }, targets[0])
    expect(outcome.faults).toEqual([])
    expect(wrong(outcome.rows)).toEqual([])
    const [cpm] = outcome.rows
    expect(cpm.example.ours).toBe(cpm.example.truth)
    expect(cpm.off.shipped).toBeGreaterThan(0.9)
    expect(
      outcome.rows.find(({ metric }) => metric.endsWith('_error_count js'))!.off.shipped,
    ).toBeGreaterThan(0.2)
    expect(outcome.rows.find(({ metric }) => metric.endsWith('_percentile'))!.off.shipped).toBeGreaterThan(
      0.2,
    )
    expect(print(outcome)).toMatch(/meter_wechat_mp_request_cpm +minute .*✓\n/)
    expect(print(outcome)).toMatch(/meter_wechat_mp_mm_x_success +day .*✓\n/)
    const judged = new Set(
      outcome.rows.filter(({ values }) => values).map(({ metric }) => metric.replace(/ .*/, '')),
    )
    expect(new Set(outcome.rows.map(({ step }) => step))).toEqual(new Set(['minute', 'hour', 'day']))
    const unjudged = ours(targets[0]).rules.filter(({ metric }) => !judged.has(metric))
    expect(unjudged.map(({ metric }) => metric)).toEqual([])
  })

  test.each(targets.slice(1).map((target) => [target.platform, target] as const))(
    'on %s',
    { timeout: 60_000 },
    async (platform, target) => {
      const { rows, faults } = await compare({ platform, devices: 12, minutes: 4, seed: 3 }, target)
      expect(faults).toEqual([])
      expect(wrong(rows)).toEqual([])
      expect(rows.filter(({ values }) => !values)).toEqual([])
      expect(rows.map(({ metric }) => metric)).toContain(`${target.prefix}_route_duration`)
    },
  )

  test('a value that is off is seen', async () => {
    const target = { ...targets[0], prefix: 'meter_alipay_mp' }
    const { rows, faults } = await compare({ platform: 'wechat', devices: 3, minutes: 4, seed: 4 }, target)
    expect(wrong(rows).length).toBeGreaterThan(10)
    expect(faults).toEqual([])
    expect(print({ rows, faults, happenings: 0, bodies: 0 })).toContain('✗')
  })
})

describe('MAL', () => {
  const at = 1_000_000
  const families: Batch = {
    a: [
      { labels: { app: 'x', page: 'p', code: '200' }, time: at, value: 3 },
      { labels: { app: 'x', page: 'q', code: '500' }, time: at, value: 4 },
    ],
  }
  const values = (expression: string) =>
    evaluate(parseExpression(expression), families).map(({ entity, samples }) => [
      entity.name ?? entity.service,
      ...samples.map(({ value }) => value),
    ])

  test('adds up, filters, and makes entities', () => {
    expect(values("a.sum(['app']).service(['app'], Layer.X)")).toEqual([['x', 7]])
    expect(values("a.avg(['app']).service(['app'], Layer.X)")).toEqual([['x', 3.5]])
    expect(
      values("a.tagMatch('code', '[45]..').sum(['app', 'page']).endpoint(['app'], ['page'], Layer.X)"),
    ).toEqual([['q', 4]])
    expect(
      values("a.tagNotEqual('page', 'q').sum(['app', 'page']).endpoint(['app'], ['page'], Layer.X)"),
    ).toEqual([['p', 3]])
    expect(values("a.tagEqual('page', 'none').sum(['app']).service(['app'], Layer.X)")).toEqual([])
  })

  test('a difference drops what has no like on the other side, and is all of it where the other side is empty', () => {
    const difference = (code: string, by: string, entity: string) =>
      values(`(a.sum([${by}]) - a.tagEqual('code', '${code}').sum([${by}])).${entity}`)
    expect(difference('500', "'app'", "service(['app'], Layer.X)")).toEqual([['x', 3]])
    expect(difference('404', "'app'", "service(['app'], Layer.X)")).toEqual([['x', 7]])
    expect(difference('500', "'app', 'page'", "endpoint(['app'], ['page'], Layer.X)")).toEqual([['q', 0]])
  })

  test('what stands last decides the entity and how it is stored', () => {
    const page = "a.sum(['app', 'page']).endpoint(['app'], ['page'], Layer.X)"
    expect(shapeOf(parseExpression(page)).scope).toBe('endpoint')
    expect(shapeOf(parseExpression(`(${page}).service(['app'], Layer.X)`)).scope).toBe('service')
    expect(
      shapeOf(
        parseExpression(
          "a.sum(['app', 'le']).histogram().histogram_percentile([50]).downsampling(SUM).service(['app'], Layer.X)",
        ),
      ).function,
    ).toBe('sumHistogramPercentile')
  })

  test('a metric without labels takes the first sample and no other', () => {
    const meters = createMeters("{ tags -> tags.app == 'x' }", [
      {
        metric: 'm',
        expression: "(a.sum(['app', 'page']).endpoint(['app'], ['page'], Layer.X)).service(['app'], Layer.X)",
      },
    ])
    meters.take(families)
    expect(meters.read('m', 'x', Math.floor(at / 60_000))).toEqual({ '': 3 })
  })

  describe('of hours and days', () => {
    const at = (step: Step, downsampling: string, values: number[]) => {
      const expression = `a.sum(['app']).downsampling(${downsampling}).service(['app'], Layer.X)`
      const meters = createMeters("{ tags -> tags.app == 'x' }", [{ metric: 'm', expression }])
      values.forEach((value, minute) =>
        meters.take({ a: [{ labels: { app: 'x' }, time: minute * 60_000, value }] }),
      )
      return meters.read('m', 'x', 0, step)?.['']
    }

    test('sums are whole, values per minute lose what is behind the point', () => {
      // an app with 939 requests a day
      const few = Array.from({ length: 1440 }, (_, minute) => Number(minute < 939))
      expect(at('day', 'SUM', few)).toBe(939)
      expect(at('day', 'SUM_PER_MIN', few)).toBe(0)
      expect(at('hour', 'SUM_PER_MIN', [100, 19])).toBe(1)
      expect(at('minute', 'SUM_PER_MIN', [100, 19])).toBe(100)
      expect(at('hour', 'AVG', [100, 20])).toBe(60)
    })
  })

  test.each(["a.rate('PT1M').service(['app'], Layer.X)", "a.sum(['app']).service(['app'])"])(
    '%s is not passed over',
    (expression) => {
      expect(() => values(expression)).toThrow()
    },
  )

  test.each(['a.', 'a.sum([', 'a b', "a.sum(['x' 1])", 'a.tag({tags -> ', '§'])('%s is refused', (text) => {
    expect(() => parseExpression(text)).toThrow(SyntaxError)
  })

  test('a filter reads tags', () => {
    const filter = readFilter("{ tags -> tags.a == 'x' && tags.b != 'y' || tags.c == 'z' }")
    const tags: Record<string, string>[] = [{ a: 'x' }, { a: 'x', b: 'y' }, { c: 'z' }]
    expect(tags.map(filter)).toEqual([true, false, true])
    expect(() => readFilter('{ tags -> labels.a == 1 }')).toThrow(SyntaxError)
  })
})

describe('LAL', () => {
  const log = { time: 5, service: 's', body: '', tags: { a: '1' }, source: { p: 'x' } }
  const run = (body: string) => runLal(compileLal(`filter { ${body} }`), log)

  test('takes the branch that holds, and stops at abort', () => {
    const taken = run(
      `def p = sourceAttribute("p")
       if (p == "y") { abort {} } else if (p != "x" || tag("a") == null) { abort {} }
       extractor { if (tag("b") != "") { layer "B" } else { layer "A" } tag 'c': tag("a") tag 'b': tag("b") } sink {}`,
    )
    expect(taken).toMatchObject({ fields: { layer: 'A' } })
    expect(taken!.tags).toEqual([
      ['a', '1'],
      ['c', '1'],
    ])
    expect(run('if (tag("a") == "1") { abort {} }')).toBeUndefined()
  })

  test('an attribute that the rule adds as a tag is stored twice', () => {
    expect(run(`extractor { tag 'a': tag("a") } sink {}`)!.tags.map(([name]) => name)).toEqual(['a', 'a'])
  })

  test('what is defined outside of the extractor is unknown in it: OAP would not start', () => {
    expect(() => run('def p = sourceAttribute("p") extractor { layer p } sink {}')).toThrow(
      "Cannot resolve expression '[p]'",
    )
    expect(run('extractor { def p = sourceAttribute("p") layer p } sink {}')!.fields.layer).toBe('x')
  })

  test('makes samples', () => {
    const sample = run(
      'extractor { metrics { timestamp log.timestamp as Long labels p: sourceAttribute("p") name "n" value tag("a") as Long } }',
    )
    expect(sample!.samples).toEqual([{ n: [{ labels: { p: 'x' }, time: 5, value: 1 }] }])
  })

  test.each([
    'extractor { layers "A" }',
    'if (tag("a")) { abort {} }',
    'extractor { metrics { name "n" } }',
    'sink {',
  ])('%s is refused with its line', (body) => {
    expect(() => run(body)).toThrow(/LAL: line 1/)
  })
})
