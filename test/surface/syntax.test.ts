/** What is published runs on the oldest engines: ES2015 without helpers, and nothing that a platform may lack. */
import { readFileSync } from 'node:fs'
import { Linter } from 'eslint'
import { describe, expect, test } from 'vitest'
import { DIST, files, manifest } from './dist.ts'

/** Besides ES2015 itself; all else is to be asked for with `typeof` first. */
const EVERYWHERE = ['setTimeout', 'clearTimeout', 'console']
/** ES2015 has them, old runtimes of mini programs don't. */
const LATE = ['Proxy', 'Reflect']
const COMMON_JS = ['exports', 'module', 'require']
/** Lie in Node, not in an app. */
const BUILD_PLUGINS = /^dist\/(taro\/plugin|uni-app\/vite)\//

/** The frameworks' compilers put a text or an import in the place of these. */
const COMPILED = /\bprocess\.env\.(UNI_PLATFORM|TARO_ENV|TARO_PLATFORM)\b|\buni\.\w+/g

/** What every page has, once there is a `window`. */
const WEB_PAGE = ['document', 'location', 'navigator', 'history', 'localStorage', 'Headers']

const all = manifest() && files(DIST, '.js').filter((file) => !BUILD_PLUGINS.test(file))
const asksForWindow = all.some((file) => /typeof window/.test(read(file)))

describe('published code', () => {
  test.each(all)('%s is ES2015, and touches only what is there', (file) => {
    expect(problems(read(file), file.startsWith('dist/miniprogram/'))).toEqual([])
  })

  test.each([
    ['async function f() {}', 'async'],
    ['function* f() {}', 'generators'],
    ['const a = { ...b }', 'object spread'],
    ['class A { #b() {} }', 'private members'],
    ['class A { b = 1 }', 'class fields'],
    ['const a = 10n', 'BigInt'],
    ['const a = b ** c', 'the power operator'],
    ['try { a() } catch {}', 'catch without a binding'],
    ['const a = /(?<=b)c/', 'look-behind'],
    ['export const a = new Proxy({}, {})', 'Proxy'],
    ["export const a = new Function('return this')()", 'new Function'],
    ["export const a = (0, eval)('this')", 'eval'],
    ['export const a = new TextEncoder()', 'an unchecked TextEncoder'],
    ['export const a = globalThis', 'an unchecked globalThis'],
    ['const __async = () => {}', 'helpers'],
  ])('%s would be found (%s)', (code) => {
    const declared = 'let b, c; const a0 = () => {};\n'
    expect(problems(declared + code, false)).not.toEqual([])
  })
})

function problems(code: string, isCommonJs: boolean): string[] {
  const there = EVERYWHERE.concat(isCommonJs ? COMMON_JS : []).map((name) => [name, 'readonly'])
  const globals = Object.fromEntries([...there, ...LATE.map((name) => [name, 'off'])])
  const checked = new Set(code.match(/(?<=typeof )\w+/g))
  if (asksForWindow) for (const name of WEB_PAGE) checked.add(name)
  const messages = new Linter().verify(code.replace(COMPILED, "''"), {
    languageOptions: {
      // A later syntax is a parse error.
      ecmaVersion: 2015,
      sourceType: isCommonJs ? 'commonjs' : 'module',
      globals,
    },
    rules: {
      'no-undef': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
      'no-restricted-globals': ['error', 'eval', 'Function'],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[generator=true]', message: 'generator' },
        {
          selector: ':matches(FunctionDeclaration, VariableDeclarator) > Identifier.id[name=/^__/]',
          message: 'helper',
        },
      ],
    },
  })
  return messages
    .filter(({ ruleId, message }) => ruleId !== 'no-undef' || !checked.has(/'(.*)'/.exec(message)![1]))
    .map(({ line, message }) => `${line}: ${message}`)
}

function read(file: string): string {
  return readFileSync(file, 'utf8')
}
