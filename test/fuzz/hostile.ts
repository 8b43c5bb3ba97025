/** Values that no code should have to meet, for fast-check. */
import fc from 'fast-check'
import type { Any } from '../../core/internal/guard.ts'

export function no(): never {
  throw new Error('hostile')
}

const TRAPS = [
  'get',
  'has',
  'ownKeys',
  'getOwnPropertyDescriptor',
  'getPrototypeOf',
  'set',
  'defineProperty',
  'apply',
]

/** Things that no code should have to meet; made anew each time, since some remember. */
const MONSTERS: [string, () => unknown][] = [
  [
    'a proxy that throws at everything',
    () => new Proxy(() => {}, Object.fromEntries(TRAPS.map((t) => [t, no]))),
  ],
  [
    'a revoked proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
  ],
  [
    'getters that throw',
    () =>
      [
        'message',
        'stack',
        'errMsg',
        'name',
        'url',
        'service',
        'body',
        'attributes',
        'statusCode',
        'data',
        'reason',
      ].reduce((o, k) => Object.defineProperty(o, k, { get: no, enumerable: true }), {}),
  ],
  [
    'a circle',
    () => {
      const o: Any = { list: [] }
      o.self = o
      o.list.push(o, o, o)
      return o
    },
  ],
  ['a deep thing', () => Array.from({ length: 3000 }).reduce((inner) => ({ inner }), {})],
  ['a wide thing', () => Object.fromEntries(Array.from({ length: 600 }, (_, i) => ['k' + i, i]))],
  ['a long text', () => 'https://u:p@x.example/?q='.repeat(3000)],
  ['lone surrogates', () => '\ud800x\udc00'],
  ['no text', () => ({ toString: () => ({}), valueOf: no, toJSON: no })],
  ['a thing without prototype', () => Object.assign(Object.create(null), { message: 5, stack: {} })],
  ['a name that sets prototypes', () => JSON.parse('{"__proto__":{"kind":"log"},"constructor":{"x":1}}')],
  ['a false RegExp', () => ({ [Symbol.toStringTag]: 'RegExp', source: '(', flags: 5 })],
  ['a big integer', () => 10n ** 30n],
  ['a symbol', () => Symbol('s')],
  ['a list with holes', () => new Array(50)],
  ['an endless list', () => ({ length: Infinity, 0: 'x' })],
  ['an invalid date', () => new Date(NaN)],
  ['a promise that rejects', () => ({ then: (_: Any, bad?: Any) => bad?.(new Error('x')) })],
  ['a then that throws', () => ({ then: no })],
  ['a function that throws', () => no],
]

/** How to make a value: the values themselves would be too much for fast-check. */
export class Recipe {
  constructor(
    readonly make: () => unknown,
    readonly what?: string,
  ) {}
  [fc.toStringMethod]() {
    return this.what ?? fc.stringify(this.make())
  }
}
const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withTypedArray: true,
})
export const hostile: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...MONSTERS).map(([what, make]) => new Recipe(make, what)) },
  { weight: 2, arbitrary: anything.map((value) => new Recipe(() => value)) },
)

/** Lists and objects of recipes made real. */
export function real(thing: unknown): Any {
  if (thing instanceof Recipe) return thing.make()
  if (Array.isArray(thing)) return thing.map(real)
  if (!thing || typeof thing !== 'object') return thing
  return Object.fromEntries(Object.entries(thing).map(([name, value]) => [name, real(value)]))
}
