/** The sample app with another uni-app, or another Vue beside it: the journey of test/e2e/uni-app. */
import { deepStrictEqual } from 'node:assert'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../../.ci/chromium.mjs'
import { build } from '../../playground/builds/index.ts'
import { buildOf, uniApp } from '../e2e/uni-app/builds.ts'
import * as expected from '../e2e/uni-app/expected.ts'
import { runH5 } from '../e2e/uni-app/h5.ts'
import { runMini, type Evidence } from '../e2e/uni-app/mini.ts'
import { LeftOut, type Row } from './row.ts'
import { withVersions } from './versions.ts'

/** What is tried: versions of uni-app, of its types and of Vue, and what it is built for. */
interface Try {
  uni: string
  types?: string
  vue: string
  target: 'mp-weixin' | 'h5'
}

/** uni-app's packages have one version; its types have their own. */
const UNI = /^@dcloudio\/(?!types$)/
/** Not every version is published for every platform. */
const NOT_NEEDED = /^@dcloudio\/uni-mp-(?!weixin$)/

export function uniRow({ uni, types, vue, target }: Try): Row {
  const versionOf = (name: string, other: string) => {
    if (NOT_NEEDED.test(name)) return undefined
    if (name === 'vue') return vue
    if (name === '@dcloudio/types') return types ?? other
    return UNI.test(name) ? uni : other
  }
  return {
    what: `uni-app ${uni}, Vue ${vue}, ${target}`,
    how: 'the sample app with the plug-in: its journey reports what it must, and the app is what it is without the kit',
    attempt: () => withVersions(uniApp, versionOf, (app) => walk(app, target)),
  }
}

async function walk(app: string, target: 'mp-weixin' | 'h5'): Promise<string> {
  const run = async (start: 'plugin' | 'none') => {
    const { folder } = await build({ ...buildOf(target, start), app })
    return target === 'h5' ? inChromium(folder) : runMini(folder, 'wechat')
  }
  const [with_, without] = [await run('plugin'), await run('none')]
  const web = target === 'h5'
  const { requests, requestsOf, errors, errorsOf, segments, segmentsOf, timings, timingsOf } = expected
  deepStrictEqual(requestsOf(with_), requests({ web }))
  deepStrictEqual(errorsOf(with_), errors())
  deepStrictEqual(segmentsOf(with_), segments({ web }))
  deepStrictEqual(timingsOf(with_), timings(web ? 'web' : 'wechat'))
  deepStrictEqual(expected.behaviour(with_), expected.behaviour(without))
  const kinds = [requestsOf, errorsOf, segmentsOf, timingsOf].flatMap((of) => Object.keys(of(with_)))
  return `${kinds.length} kinds of signals, each as it must be`
}

async function inChromium(folder: string): Promise<Evidence> {
  const executablePath = chromiumPath()
  if (!executablePath) throw new LeftOut('there is no Chromium')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    return await runH5(browser, folder)
  } finally {
    await browser.close()
  }
}
