/** The sample shop in another version of Taro: the journey of test/e2e/taro on a simulated WeChat. */
import { deepStrictEqual } from 'node:assert'
import { build, taroApp, taroBuild } from '../../playground/builds/index.ts'
import { expectedSignals, receivedSignals } from '../e2e/taro/expected.ts'
import { walkMini } from '../e2e/taro/mini.ts'
import type { Row } from './row.ts'
import { withVersions } from './versions.ts'

/** Taro's packages have one version, all of them. */
const TARO = /^(@tarojs\/|babel-preset-taro$|babel-plugin-transform-taroapi$)/

/** Not every registry has each of Taro's packages in each version, so that only those are asked for that are used. */
const NOT_NEEDED = /^@tarojs\/(vite-runner$|plugin-framework-vue3$|plugin-platform-(?!(weapp|h5)$))/

export function taroRow(version: string): Row {
  const versionOf = (name: string, other: string) => {
    if (NOT_NEEDED.test(name)) return undefined
    return TARO.test(name) ? version : other
  }
  return {
    what: `Taro ${version}, React 18, WeChat, webpack`,
    how: 'the sample shop with the plug-in: its journey reports what it must, and the app is what it is without the kit',
    attempt: () => withVersions(taroApp, versionOf, walk),
  }
}

async function walk(app: string): Promise<string> {
  const walkWith = async (kit: 'plugin' | 'none') =>
    walkMini('wechat', (await build({ ...taroBuild('react', 'weapp', kit), app })).folder)
  const [with_, without] = [await walkWith('plugin'), await walkWith('none')]
  const signals = receivedSignals(with_.received)
  deepStrictEqual(signals, expectedSignals('entries', 'https://shop.coral.example'))
  deepStrictEqual(with_.shown, without.shown)
  deepStrictEqual(with_.errors, without.errors)
  return `${signals.length} kinds of signals, each as it must be`
}
