import redos from 'eslint-plugin-redos'
import tseslint from 'typescript-eslint'

/** What runs inside apps; the two build plug-ins run in Node. */
const shipped = ['core/**/*.ts', 'adapters/**/*.ts', 'adapters/**/*.tsx']
const inNode = ['adapters/build/**', 'adapters/taro/plugin/**', 'adapters/uni-app/vite/**']
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/*.test-d.ts', '**/*.test-d.tsx']

const platformNames =
  'wx my dd tt swan qq jd ks xhs getCurrentPages window document fetch XMLHttpRequest localStorage sessionStorage ' +
  'navigator location history self'
const platformGlobals = platformNames
  .split(' ')
  .map((name) => ({ name, message: 'Only a driver in core/platforms knows its platform.' }))

const time = 'Date performance setTimeout setInterval clearTimeout clearInterval setImmediate queueMicrotask'
  .split(' ')
  .map((name) => ({
    name,
    message: 'Time comes from core/internal/clock.ts, so that tests can bring their own.',
  }))

/** What can be asked for with `typeof` first (TextEncoder, URL, crypto …) is checked in what was built. */
const missing = 'BigInt Proxy Reflect WeakRef globalThis global'
  .split(' ')
  .map((name) => ({ name, message: 'Missing on some platforms, and not to be had by a check.' }))

const modules = [
  { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  ...['ImportDeclaration', 'ExportNamedDeclaration', 'ImportExpression'].map((node) => ({
    selector: `${node}[source.value=/^\\.(?!.*\\.(ts|tsx|mjs|js|json|vue|css)$)/]`,
    message: 'Relative imports name the file with its extension.',
  })),
]

/** What is written on the wire is named in core/names.ts, and nowhere else. */
const WIRE =
  '^(miniprogram|http|url|server|exception|session|device|os|network|service|telemetry|user|sw8|otel|error|log\\.record)\\.[a-z]'
const wireNames = [`Literal[value=/${WIRE}/]`, `TemplateElement[value.raw=/${WIRE}/]`].map((selector) => ({
  selector,
  message: 'What is written on the wire has its name in core/names.ts.',
}))

/** `declare const wx` makes a local name of it, which the rule on globals does not see. */
const declared = {
  selector: `VariableDeclaration[declare=true] Identifier[name=/^(${platformNames.replace(/ /g, '|')})$/]`,
  message: 'Only a driver in core/platforms knows its platform.',
}

const es2015 = [
  [':function[async=true], AwaitExpression', 'async'],
  [':function[generator=true]', 'generators'],
  [
    'ObjectExpression > SpreadElement, ObjectPattern > RestElement',
    'object spread and rest: use Object.assign',
  ],
  ['TSEnumDeclaration', 'enum'],
  ['PropertyDefinition, AccessorProperty', 'class fields'],
  ['PrivateIdentifier', '#private members'],
  ['Literal[bigint]', 'BigInt'],
  ['TaggedTemplateExpression', 'tagged templates'],
].map(([selector, what]) => ({ selector, message: `Shipped code is ES2015 without helpers: no ${what}.` }))

/** One hand in every folder: what a module defines is told apart at a glance. */
const style = [
  ...['Program', 'ExportNamedDeclaration'].flatMap((at) => [
    {
      selector: `${at} > VariableDeclaration > VariableDeclarator[init.type=/^(ArrowFunctionExpression|FunctionExpression)$/]:not([id.typeAnnotation])`,
      message: 'A function of a module is a declaration.',
    },
    {
      selector: `${at} > VariableDeclaration[kind=const]:not([declare=true]) > VariableDeclarator[init.type=/^(Literal|TemplateLiteral|ArrayExpression|UnaryExpression)$/] > Identifier.id[name=/[a-z]/]`,
      message: 'Constants of a module are in capitals.',
    },
  ]),
]

/** A bare `for … in` sees what libraries put on Object.prototype. */
const own = [
  { selector: 'ForInStatement', message: 'Own members only: for (… of Object.keys(…)).' },
  {
    selector: "CallExpression[callee.object.name='JSON'][callee.property.name='stringify']",
    message: 'A `toJSON` of all lists spoils it: stringify of core/internal/own.ts.',
  },
]

const unused = {
  varsIgnorePattern: '^_',
  argsIgnorePattern: '^_',
  caughtErrorsIgnorePattern: '^_',
  destructuredArrayIgnorePattern: '^_',
}

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**', 'playground/apps/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.js', '**/*.mjs'],
    rules: {
      'no-restricted-syntax': ['error', ...modules, ...style],
      'no-nested-ternary': 'error',
      'no-return-assign': 'error',
      'no-sequences': ['error', { allowInParentheses: false }],
      'prefer-const': 'error',
      eqeqeq: ['error', 'smart'],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // `catch (_)`: ES2015 has no catch without a binding.
      '@typescript-eslint/no-unused-vars': ['error', unused],
    },
  },
  {
    // Needs types: a promise that nobody waits for hides its failure.
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
  {
    files: ['*.config.ts', '*.config.js', '**/vitest.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: shipped,
    ignores: [...tests, ...inNode],
    plugins: { redos },
    rules: {
      // No text from outside can hold the app: each expression takes time in proportion to it.
      'redos/no-vulnerable': ['error', { ignoreErrors: false, timeout: 30000, cache: true }],
      'no-restricted-syntax': ['error', ...modules, ...style, ...es2015, ...own, ...wireNames, declared],
      'no-restricted-globals': ['error', ...platformGlobals, ...time, ...missing],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      // `arguments` passes on what the app gave, without the array that rest parameters cost at every call.
      'prefer-rest-params': 'off',
      'prefer-spread': 'off',
    },
  },
  {
    files: ['core/platforms/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': ['error', ...modules, ...style, ...es2015, ...own, ...wireNames],
      'no-restricted-globals': ['error', ...time, ...missing],
    },
  },
  {
    files: ['core/names.ts'],
    rules: { 'no-restricted-syntax': ['error', ...modules, ...style, ...es2015, ...own] },
  },
  {
    files: ['core/internal/clock.ts'],
    rules: { 'no-restricted-globals': ['error', ...platformGlobals, ...missing] },
  },
)
