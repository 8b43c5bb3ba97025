import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A package that the app has, of versions that were seen to work: test/compat/table.md */
interface Need {
  name: string
  /** `major.minor`, the lowest. */
  from: string
  /** The first that is none. */
  below: string
  /** For who has another. */
  advice: string
  /** Whether it ends the build. */
  fatal?: boolean
}

const TARO: Need = {
  name: '@tarojs/taro',
  from: '3.6',
  below: '5',
  advice:
    'Take the plug-in out of config/index, and start the kit by init() of "mini-monitor", first thing in app.',
  fatal: true,
}

/** Who needs what. */
const NEEDS: { readonly [framework: string]: readonly Need[] } = {
  react: [
    TARO,
    {
      name: 'react',
      // another does not start, with the kit or without: docs/platforms/taro.md#react
      from: '18',
      below: '19',
      advice: 'Taro itself does not run with it: npm install react@18 react-dom@18',
    },
  ],
  vue3: [TARO, { name: 'vue', from: '3.3', below: '4', advice: 'npm install vue@3' }],
}

interface Found {
  version: string
  folder: string
}

/** A package as a file in this folder finds it. */
function find(name: string, from: string): Found | undefined {
  const require = createRequire(join(from, 'index.js'))
  try {
    const file = require.resolve(`${name}/package.json`)
    return { version: (require(file) as { version: string }).version, folder: realpathSync(dirname(file)) }
  } catch {
    return undefined
  }
}

/** Of major and minor, to be compared. */
function order(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}

/**
 * Says what can't work: what was found, what is supported, what to do. Another Taro ends the build, other things cost a
 * warning.
 * @throws Error for a Taro that the glue does not fit
 */
export function checkVersions(
  plugin: string,
  appPath: string,
  framework: string,
  warn: (warning: string) => void,
  kit = __dirname,
): void {
  for (const { name, from, below, advice, fatal } of NEEDS[framework] ?? []) {
    const found = find(name, appPath)
    if (!found || (order(found.version) >= order(from) && order(found.version) < order(below))) continue
    const message =
      `${plugin}: found ${name} ${found.version} (${found.folder}); ` +
      `supported are ${from} and later, below ${below}. ${advice} (docs/taro.md#versions)`
    if (fatal) throw new Error(message)
    warn(message)
  }
  const own = find('@tarojs/taro', appPath)
  const ours = find('@tarojs/taro', kit)
  if (own && ours && own.folder !== ours.folder)
    warn(
      `${plugin}: there are two copies of @tarojs/taro, and what one of them does the other never hears of:\n` +
        `  ${own.folder}\n  ${ours.folder}`,
    )
}
