import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Who needs what; of others nobody has seen it work. */
const needed: { readonly [framework: string]: readonly [name: string, major: number][] } = {
  react: [
    ['@tarojs/taro', 4],
    ['react', 18],
  ],
  vue3: [
    ['@tarojs/taro', 4],
    ['vue', 3],
  ],
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

/**
 * Says what can't work: another major version of Taro ends the build, others cost a warning.
 * @throws Error for a Taro that the glue does not fit
 */
export function checkVersions(
  plugin: string,
  appPath: string,
  framework: string,
  warn: (warning: string) => void,
  kit = __dirname,
): void {
  for (const [name, major] of needed[framework] ?? []) {
    const found = find(name, appPath)
    if (!found || Number.parseInt(found.version) === major) continue
    const message = `${plugin}: ${name} ${major} is needed, and the app has ${found.version}`
    if (name === '@tarojs/taro') throw new Error(message)
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
