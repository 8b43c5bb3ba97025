/** ESLint's rules for built files: what may stand in one that ships into apps, and in one that runs in Node. */
import { Linter, type Rule, type Scope, type SourceCode } from 'eslint'

/** Besides ES2015 itself; all else is to be asked for with `typeof` first. */
const EVERYWHERE = ['setTimeout', 'clearTimeout', 'console']
/** ES2015 has them, old runtimes of mini programs don't. */
const LATE = ['Proxy', 'Reflect']
const COMMON_JS = ['exports', 'module', 'require']
/** What every page has, once there is a `window`. */
const WEB_PAGE = [
  ...['window', 'document', 'location', 'navigator', 'history', 'localStorage'],
  ...['Headers', 'XMLHttpRequest'],
]

/** The frameworks' compilers put a text or an import in the place of these. */
const COMPILED = /\bprocess\.env\.(UNI_PLATFORM|TARO_ENV|TARO_PLATFORM)\b|\buni\.\w+/g

/** Methods that came after ES2015. `includes`: lists have none, and what is called is not to be seen. */
const LATE_METHODS =
  'includes padStart padEnd trimStart trimEnd matchAll replaceAll at flat flatMap findLast findLastIndex ' +
  'toSorted toReversed toSpliced with finally isWellFormed toWellFormed'
/** Functions that came after it, by the object that has them. */
const LATE_FUNCTIONS = {
  Object: 'values entries fromEntries hasOwn groupBy getOwnPropertyDescriptors',
  Promise: 'allSettled any try withResolvers',
  Array: 'fromAsync',
  Map: 'groupBy',
}

const SYNTAX = [
  [':function[generator=true]', 'generator'],
  [':matches(FunctionDeclaration, VariableDeclarator) > Identifier.id[name=/^__/]', 'helper'],
  [called(LATE_METHODS), 'a method that came after ES2015'],
  ...Object.entries(LATE_FUNCTIONS).map(([owner, names]) => [
    called(names, `[object.name="${owner}"]`),
    `a function of ${owner} that came after ES2015`,
  ]),
].map(([selector, message]) => ({ selector, message }))

/** What breaks the rules in a file that ships into apps, by line. */
export function problemsInApps(code: string, { isCommonJs = false } = {}): string[] {
  const there = EVERYWHERE.concat(isCommonJs ? COMMON_JS : [])
  return lint(code.replace(COMPILED, "''"), {
    plugins: { house: { rules: { asked: ASKED } } },
    languageOptions: {
      // A later syntax is a parse error.
      ecmaVersion: 2015,
      sourceType: isCommonJs ? 'commonjs' : 'module',
      globals: Object.fromEntries([
        ...there.map((name): [string, 'readonly'] => [name, 'readonly']),
        ...LATE.map((name): [string, 'off'] => [name, 'off']),
      ]),
    },
    rules: {
      'house/asked': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
      'no-restricted-globals': ['error', 'eval', 'Function'],
      'no-restricted-syntax': ['error', ...SYNTAX],
    },
  })
}

/** The same for a build plug-in: it runs in the Node that builds the app, from 18 on. */
export function problemsInNode(code: string): string[] {
  return lint(code, {
    languageOptions: { ecmaVersion: 2022, sourceType: 'commonjs' },
    rules: { 'no-eval': 'error', 'no-new-func': 'error', 'no-implied-eval': 'error' },
  })
}

function lint(code: string, config: Linter.Config): string[] {
  return new Linter().verify(code, config).map(({ line, message }) => `${line}: ${message}`)
}

function called(names: string, more = ''): string {
  const name = `/^(${names.replace(/ /g, '|')})$/`
  return `CallExpression > MemberExpression.callee[property.name=${name}]${more}`
}

/**
 * A global is used only where the function around asks for it with `typeof`, or one around that: the check is to be
 * seen, and one elsewhere in the file excuses nothing. Who asks for `window` has a whole page.
 */
const ASKED: Rule.RuleModule = {
  create: ({ sourceCode, report }) => ({
    'Program:exit'(program) {
      const there = /\btypeof window\b/.test(sourceCode.text) ? WEB_PAGE : []
      for (const reference of sourceCode.getScope(program).through) {
        const { name } = reference.identifier
        if (there.includes(name) || !reference.isRead() || isAskedFor(reference.identifier, sourceCode))
          continue
        report({
          node: reference.identifier,
          message: `${name}: the function around does not ask whether it is there`,
        })
      }
    },
  }),
}

function isAskedFor(node: Scope.Reference['identifier'], sourceCode: SourceCode): boolean {
  const around = sourceCode.getAncestors(node as Rule.Node)
  const parent = around.at(-1)
  if (parent?.type === 'UnaryExpression' && parent.operator === 'typeof') return true
  const asks = new RegExp(`\\btypeof ${node.name}\\b`)
  return around.some((each) => /Function/.test(each.type) && asks.test(sourceCode.getText(each)))
}
