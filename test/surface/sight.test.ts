/** The build step that finds which members are ours alone: what somebody else may know by name is not among them. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { membersOf, shortNames, type Members } from '../../.ci/members/index.ts'

/** Members that keep their names have an `x` in front. */
const CASES: [what: string, code: string][] = [
  [
    'what an entry exports, and all that is reached from it',
    'export function f(a: { xa: { xb: number } }) { return a.xa.xb }',
  ],
  ['what a type tells that is exported alone', 'export type T = { xa?: string }; const t: T = {}; t.xa'],
  ['what is serialised', 'const a = { xa: { xb: 1 } }; JSON.stringify(a)'],
  ['what is read of JSON', 'interface A { xa: { xb: number } }; const a: A = JSON.parse(""); a.xa.xb'],
  ['what is cast from any', 'declare const host: any; const a = host as { xa: number }; a.xa'],
  ['what is asked of any', 'declare const host: any; host.xa'],
  [
    'what a platform declares',
    'declare const host: { xa(options: { xb: number }): void }; host.xa({ xb: 1 })',
  ],
  ['what a platform is given', 'declare const host: any; host({ xa: 1 })'],
  [
    'what is given by way of a variable',
    'declare const host: any; const a = { xa: 1 }; const b = a; host(b)',
  ],
  [
    'what a choice hides among any',
    'declare const host: any; const a = { xa: 1 }; const b = host || a; JSON.stringify(b)',
  ],
  [
    'what a function gives back as any',
    'declare const host: any; const f = (c: boolean) => { if (c) return host; return { xa: 1 } }; f(true)',
  ],
  ['what a list holds beside any', 'declare const host: any; const l = [host, { xa: 1 }]; host(l)'],
  ['what is looped over', 'const a = { xa: 1 }; for (const k in a) String(k)'],
  [
    'what is computed',
    'const a: { xa: number; xb: number } = { xa: 1, xb: 1 }; const k = "xa" as keyof typeof a; a[k]',
  ],
  ['what is quoted', 'const a = { xa: 1, oa: 2 }; a["xa"]; a.oa'],
  [
    'what is asked for with in',
    'const f = (a: { xa: 1 } | { oa: 1 }) => "xa" in a ? a.xa : a.oa; f({ xa: 1 })',
  ],
  ['what has any other name, too', 'const a = { xa: 1 }; const b: { [name: string]: number } = a; b.c'],
  [
    'what a guard says of unknown',
    'function is(a: unknown): a is { xa: number } { return !!a }; const f = (a: unknown) => is(a) && a.xa; f(1)',
  ],
  [
    'what a type parameter stands for that is seen',
    'function copy<T>(a: T): T { return JSON.parse(JSON.stringify(a)) }; copy({ xa: 1 }).xa',
  ],
  [
    'also where it is seen further below',
    'copy({ xa: 1 }).xa; function copy<T>(a: T): T { return JSON.parse(JSON.stringify(a)) }',
  ],
  ['but not one that only passes', 'function same<T>(a: T): T { return a }; same({ oa: 1 }).oa'],
  ['what the page is taken for', 'const page: { xa?: number } & Window = window; page.xa'],
  [
    'what an event is taken for',
    'window.addEventListener("a", (e) => { const d: { type: string; xa?: number } = e; d.xa })',
  ],
  [
    'what a library is given',
    'const o = { xa: 1, capture: true }; window.addEventListener("a", () => {}, o)',
  ],
  ['what the language knows', 'const a = { then: 1, toJSON: 2, oa: 3 }; a.oa'],
  ['what means something else elsewhere', 'declare const host: any; const a = { xa: 1 }; a.xa; host.xa'],
  [
    'what goes on as arguments',
    'declare const host: any; function f(a: { xa: 1 }) { host.apply(null, arguments); return a.xa }; f({ xa: 1 })',
  ],
  ['what a callback is handed', 'declare const host: any; const f = (a: { xa: 1 }) => a.xa; host(f)'],
  [
    'what only we hand around',
    'interface A { oa: { ob: number }[]; oc(d: { oe: 1 }): void }; const f = (a: A) => { const { oa: [{ ob }], oc } = a; oc({ oe: 1 }); return ob }; f({ oa: [{ ob: 1 }], oc() {} })',
  ],
  [
    'what is copied',
    'const a = Object.assign({ oa: 1 }, { ob: 2 }); [a].map((e) => e.oa).concat(a.ob); new Map([["k", a]]).get("k")!.oa',
  ],
  [
    'what is taken apart',
    'const f = () => ({ oa: 1, ob: { oc: 1 } }); const { oa, ob: { oc } } = f(); String(oa + oc)',
  ],
]

let folder: string
let members: Members

/** Each case has members of its own: `xa` of the fourth is `xa_4`. */
function namesOf(i: number): string[] {
  return [...new Set(CASES[i]![1].match(/\b[ox][a-e]\b/g) ?? [])]
}

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mini-monitor-sight-')))
  const entries = CASES.map(([, code], i) => {
    const path = join(folder, `${i}.ts`)
    writeFileSync(path, code.replace(/\b[ox][a-e]\b/g, (name) => `${name}_${i}`) + '\nexport {}\n')
    return path
  })
  members = membersOf(entries, folder)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('members keep their names', () => {
  test.each(CASES.map(([what], i) => [what, i] as const))('%s', (_, i) => {
    const all = namesOf(i)
    const found = all.filter((name) => members.ours.has(`${name}_${i}`))
    expect(found).toEqual(all.filter((name) => name.startsWith('o')))
  })

  test('those of the language are no name of ours', () => {
    expect([...members.ours.keys()].filter((name) => /^(then|toJSON|get|map)$/.test(name))).toEqual([])
  })
})

describe('short names', () => {
  const of = (ours: [string, number][], kept: string[] = []) =>
    shortNames({ ours: new Map(ours), kept: new Map(kept.map((name) => [name, ''])), spelled: new Set() })

  test('the shortest for what is spelled most, then by the alphabet', () => {
    expect(
      Object.keys(
        of([
          ['seldom', 1],
          ['often', 9],
          ['also', 1],
        ]),
      ),
    ).toEqual(['often', 'also', 'seldom'])
  })

  test('none that somebody knows', () => {
    expect(of([['mine', 1]])).toEqual({ mine: 'e' })
    expect(of([['mine', 1]], ['e', 't'])).toEqual({ mine: 'n' })
  })

  test('as many as it takes', () => {
    const many = Array.from({ length: 400 }, (_, i): [string, number] => [`name${i}`, 1])
    expect(new Set(Object.values(of(many))).size).toBe(400)
  })
})
