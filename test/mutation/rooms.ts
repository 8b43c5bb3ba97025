export interface Room {
  /** Globs of what is changed; tests are never. */
  mutate: string[]
  /** Folders and files of the tests that have to notice, fast ones only. */
  tests: string[]
}

function core(name: string, ...tests: string[]): Room {
  return { mutate: [`core/${name}/**/*.ts`], tests: [`core/${name}`, ...tests] }
}

export const ROOMS: { [name: string]: Room } = {
  patch: {
    mutate: ['core/internal/patch.ts'],
    tests: ['core/internal/patch.test.ts', 'test/conformance/patch.test.ts'],
  },
  processors: core('processors'),
  otlp: {
    // compact.ts is the build's.
    mutate: ['core/otlp/**/*.ts', '!core/otlp/compact.ts'],
    tests: ['core/otlp/read.test.ts', 'test/wire/encode.test.ts', 'test/wire/transformer.test.ts'],
  },
  // breadcrumbs are noted by the app, too
  monitor: core('monitor', 'core/instrumentations/breadcrumbs'),
  instrumentations: core('instrumentations', 'test/conformance/observing.test.ts'),
  platforms: core('platforms', 'test/conformance'),
  outbox: core('outbox'),
}
