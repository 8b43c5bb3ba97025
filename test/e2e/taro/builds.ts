import {
  taroBuild,
  taroHosts,
  type Build,
  type TaroFramework,
  type TaroKit,
  type TaroTarget,
} from '../../../playground/builds/index.ts'

export type MiniTarget = keyof typeof taroHosts

export const FRAMEWORKS = ['react', 'vue3'] as const

/** Taro's runners: what the sample's configuration knows each by, and the mini targets that are built with it. */
const RUNNERS = {
  webpack5: { env: {}, targets: Object.keys(taroHosts) as MiniTarget[] },
  // What it makes of the others stands in docs/taro.md.
  vite: { env: { RUNNER: 'vite' }, targets: ['weapp'] as MiniTarget[] },
}
export const RUNNER_NAMES = Object.keys(RUNNERS) as (keyof typeof RUNNERS)[]

/** Ways to bring the kit in, each alone, and all at once. */
const VARIANTS = ['provider', 'interceptor', 'all'] as const

/** What is built of which framework by which runner. */
export interface Row<T extends TaroTarget> {
  framework: TaroFramework
  target: T
  runner: keyof typeof RUNNERS
}

export const MINI_ROWS = rowsOf((runner) => RUNNERS[runner].targets)
export const WEB_ROWS = rowsOf(() => ['h5'])

function rowsOf<T extends TaroTarget>(targetsOf: (runner: Row<T>['runner']) => T[]): Row<T>[] {
  return FRAMEWORKS.flatMap((framework) =>
    RUNNER_NAMES.flatMap((runner) => targetsOf(runner).map((target) => ({ framework, target, runner }))),
  )
}

export function buildOf(
  { framework, target, runner }: Row<TaroTarget>,
  kit?: TaroKit,
  options?: object,
): Build {
  const { title, env, ...rest } = taroBuild(framework, target, kit, options)
  return { ...rest, title: `${title}, ${runner}`, env: { ...env, ...RUNNERS[runner].env } }
}

/** Everything that is built more than for one test. */
export function taroBuilds(): Build[] {
  return [
    ...FRAMEWORKS.flatMap((framework) => VARIANTS.map((kit) => taroBuild(framework, 'weapp', kit))),
    ...[...MINI_ROWS, ...WEB_ROWS].flatMap((row) => [buildOf(row), buildOf(row, 'none')]),
  ]
}
