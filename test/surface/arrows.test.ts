/** The build step that makes arrows of the native file's functions: what a bundle does, it does all the same. */
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { arrows } from '../../.ci/arrows.ts'

function declared(code: string): string[] {
  return [...arrows(code).matchAll(/^function (\w+)/gm)].map(([, name]) => name)
}

test('functions become arrows where they stand', () => {
  expect(arrows('var a = 1;\nfunction f(x, { y = a } = {}) {\n  return x + y;\n}\nvar b = 2;').trim()).toBe(
    'var a = 1;\nvar f = (x, { y = a } = {}) => {\n  return x + y;\n};\nvar b = 2;',
  )
})

test.each([
  ['this', 'function f() { return this }'],
  ['arguments', 'function f() { return () => arguments[0] }'],
  ['arguments in a default', 'function f(a = arguments.length) { return a }'],
])('not those that use %s', (_, code) => {
  expect(declared(code)).toEqual(['f'])
})

test('`this` of a function inside is no hindrance', () => {
  expect(declared('function f() { return function () { return this } }')).toEqual([])
})

test('not those that run, or are named, before the bundle comes to them, nor what these use', () => {
  const code = [
    'var table = [later];',
    'var made = make();',
    'function later() { return 1 }',
    'function make() { return helper() }',
    'function helper() { return 2 }',
    'function free() { return 3 }',
    'var result = [table[0](), made, free()];',
  ].join('\n')
  expect(declared(code)).toEqual(['later', 'make', 'helper'])
  const context: { result?: unknown } = {}
  runInNewContext(arrows(code), context)
  expect(context.result).toEqual([1, 2, 3])
})
