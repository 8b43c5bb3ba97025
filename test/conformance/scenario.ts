/** One call of an app, described so that it can be made twice: with the kit and without. */
import fc from 'fast-check'
import type { HttpApi } from '../../core/platform.ts'
import type { StubBehaviour } from '../fakes/stub-api.ts'

export interface Scenario {
  api: HttpApi
  /** What the app passes; a plain value where it passes no options. */
  argument: 'options' | 'none' | 'undefined' | 'null' | 'string' | 'number' | 'array'
  shape:
    'plain' | 'frozen' | 'sealed' | 'null-prototype' | 'class' | 'getters' | 'proxy' | 'private' | 'hidden'
  url: 'string' | 'missing' | 'number' | 'null' | 'throws'
  callbacks: Record<'success' | 'fail' | 'complete', 'absent' | 'null' | 'function' | 'throws' | 'number'>
  header: 'absent' | 'plain' | 'frozen' | 'null' | 'string' | 'class'
  /** Under which names the header goes. */
  headerNames: ('header' | 'headers')[]
  extras: Record<string, unknown>
  extraArguments: number
  detached: boolean
  behaviour: StubBehaviour
}

/** What is between the app and the platform. */
export type Arrangement =
  | 'watched'
  | 'with headers'
  | 'not watched'
  | 'observer throws'
  | 'end throws'
  | 'undone'
  | 'undone twice, installed again'
  | 'installed twice'
  | 'wrapper below'
  | 'wrapper on top'
  | 'undone under a wrapper'
  | 'getter only'
  | 'fixed getter'
  | 'the smallest kit'
  | 'the default kit'

export const ARRANGEMENTS: Arrangement[] = [
  'watched',
  'with headers',
  'not watched',
  'observer throws',
  'end throws',
  'undone',
  'undone twice, installed again',
  'installed twice',
  'wrapper below',
  'wrapper on top',
  'undone under a wrapper',
  'getter only',
  'fixed getter',
  'the smallest kit',
  'the default kit',
]

const callback = fc.constantFrom(
  'absent',
  'null',
  'function',
  'function',
  'throws',
  'number',
) as fc.Arbitrary<Scenario['callbacks']['success']>

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  api: fc.constantFrom<HttpApi>('request', 'request', 'uploadFile', 'downloadFile'),
  argument: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Scenario['argument']>('options') },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Scenario['argument']>(
        'none',
        'undefined',
        'null',
        'string',
        'number',
        'array',
      ),
    },
  ),
  shape: fc.constantFrom<Scenario['shape']>(
    ...([
      'plain',
      'plain',
      'frozen',
      'sealed',
      'null-prototype',
      'class',
      'getters',
      'proxy',
      'private',
      'hidden',
    ] as const),
  ),
  url: fc.constantFrom<Scenario['url']>('string', 'string', 'string', 'missing', 'number', 'null', 'throws'),
  callbacks: fc.record({ success: callback, fail: callback, complete: callback }),
  header: fc.constantFrom<Scenario['header']>('absent', 'plain', 'frozen', 'null', 'string', 'class'),
  headerNames: fc.constantFrom<Scenario['headerNames']>(['header'], ['headers'], ['header', 'headers']),
  extras: fc.dictionary(
    fc.constantFrom(
      'data',
      'method',
      'timeout',
      'enableChunked',
      'filePath',
      'name',
      'responseType',
      'toString',
    ),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.object({ maxDepth: 1 })),
  ),
  extraArguments: fc.integer({ min: 0, max: 2 }),
  detached: fc.boolean(),
  behaviour: fc.record({
    returns: fc.constantFrom('task', 'promise', 'task-promise', 'undefined'),
    outcome: fc.constantFrom('success', 'http-error', 'fail', 'abort', 'throw', 'never'),
    sync: fc.boolean(),
    callbackThis: fc.constantFrom('undefined', 'options', 'task'),
  }),
})
