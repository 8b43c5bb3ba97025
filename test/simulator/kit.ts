import { build } from 'esbuild'

/** `small`: without storage, limits, sampling and device. */
export type KitName = 'native' | 'small'

const ENTRIES: Record<KitName, string> = {
  native: 'adapters/native/index.ts',
  small: 'test/simulator/small.ts',
}

const bundles = new Map<KitName, Promise<string>>()

/** The sources as they are, as the device runs them. */
export function kit(name: KitName = 'native'): Promise<string> {
  const known = bundles.get(name)
  if (known) return known
  const made = build({
    entryPoints: [ENTRIES[name]],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2015',
    logLevel: 'silent',
  }).then((result) => asRun(result.outputFiles[0].text))
  bundles.set(name, made)
  return made
}

/**
 * The kit's Math.random is the history's, and of Node's own clock it sees nothing, so that a seed repeats all of it to
 * the byte; without a realm of its own both would be Node's. Devices have no free `performance` either:
 * docs/platforms/wechat.md#microseconds
 */
const PRELUDE =
  'const Math = Object.create(globalThis.Math, { random: { value: globalThis.simulatorRandom } });\n' +
  'const performance = undefined;\n'

export function asRun(source: string): string {
  return PRELUDE + source
}
