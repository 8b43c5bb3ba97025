/** What is published runs on the oldest engines: ES2015 without helpers, and nothing that a platform may lack. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DIST, files, manifest } from './dist.ts'
import { problemsInApps, problemsInNode } from './rules.ts'

/** Lie in Node, not in an app. */
const IN_NODE = /^dist\/(taro\/plugin|uni-app\/vite|cli)\//

const all = manifest() && files(DIST, '.js')
const inApps = all.filter((file) => !IN_NODE.test(file))
const inNode = all.filter((file) => IN_NODE.test(file))

describe('published code', () => {
  test.each(inApps)('%s is ES2015, and touches only what is there', (file) => {
    expect(problemsInApps(read(file), { isCommonJs: file.startsWith('dist/miniprogram/') })).toEqual([])
  })

  test.each(inNode)('%s runs on the oldest Node that builds apps', (file) => {
    expect(problemsInNode(read(file))).toEqual([])
  })

  test('the script of MonitorProvider.vue, which the app compiles, is no newer', () => {
    const [, script] = /<script setup>([^]*)<\/script>/.exec(read('dist/uni-app/MonitorProvider.vue'))!
    const macros = 'const defineEmits = () => () => {}, defineSlots = () => ({}), defineExpose = () => {}\n'
    expect(problemsInApps(macros + script)).toEqual([])
  })

  test.each([
    ['async function f() {}', 'async'],
    ['function* f() {}', 'generators'],
    ['const a = { ...b }', 'object spread'],
    ['const { d, ...rest } = b', 'object rest'],
    ['const a = b?.d', 'optional chaining'],
    ['const a = b ?? c', 'the nullish operator'],
    ['b ||= c', 'logical assignment'],
    ['class A { #b() {} }', 'private members'],
    ['class A { b = 1 }', 'class fields'],
    ['class A { static {} }', 'static blocks'],
    ['const a = 10n', 'BigInt'],
    ['const a = 1_000', 'separators in numbers'],
    ['const a = b ** c', 'the power operator'],
    ['try { a() } catch {}', 'catch without a binding'],
    ['const a = /(?<=b)c/', 'look-behind'],
    ['const a = /(?<b>c)/', 'named groups'],
    ['const a = /./s', 'the flag s'],
    ['f(b, c,)', 'a comma after the last argument'],
    ["import('b')", 'import() as a call'],
    ['export * as d from "e"', 'a name for all exports'],
    ['export const a = new Proxy({}, {})', 'Proxy'],
    ["export const a = new Function('return this')()", 'new Function'],
    ["export const a = Function('return this')()", 'Function'],
    ["export const a = (0, eval)('this')", 'eval'],
    ["setTimeout('b()', 1)", 'a timer with source'],
    ['export const a = new TextEncoder()', 'an unchecked TextEncoder'],
    ['export const a = globalThis', 'an unchecked globalThis'],
    [
      "const has = () => typeof URL === 'function'; export const a = () => new URL(b)",
      'one checked elsewhere',
    ],
    ['export const a = () => document.title', 'a page without a window'],
    ['export const a = b.includes(c)', 'includes of a list'],
    ['export const a = b.flatMap(c)', 'flatMap'],
    ['export const a = b.finally(c)', 'finally'],
    ['export const a = Object.entries(b)', 'Object.entries'],
    ['export const a = Promise.allSettled(b)', 'Promise.allSettled'],
    ['const __async = () => {}', 'helpers'],
  ])('%s would be found (%s)', (code) => {
    const declared = 'let b, c; const a0 = () => {}, f = a0;\n'
    expect(problemsInApps(declared)).toEqual([])
    expect(problemsInApps(declared + code)).not.toEqual([])
  })

  test.each([
    ["export const a = () => (typeof URL === 'function' ? new URL('b') : undefined)", 'what is asked for'],
    ["export const a = typeof window !== 'undefined' && document.title", 'a page that has a window'],
    ['export const a = { at: 1 }.at', 'a name that only looks late'],
    ['App = 1', 'a global that is set'],
  ])('%s is fine (%s)', (code) => {
    expect(problemsInApps(code)).toEqual([])
  })
})

function read(file: string): string {
  return readFileSync(file, 'utf8')
}
