/** One list of the platforms, `core/platforms/names.ts`: each place that needs a word for each of them has one. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { driverOf } from '../adapters/build/index.ts'
import { PLATFORM_NAMES, type PlatformName } from '../core/platforms/names.ts'
import { METRICS, platformsOf } from '../docs/data/signals/index.ts'
import { platforms as hosts } from '../hosts/index.ts'
import { MINI_DRIVERS } from './conformance/drivers.ts'

const root = join(import.meta.dirname, '..')

function has(file: string): boolean {
  return existsSync(join(root, file))
}

function says(file: string, what: string): boolean {
  return has(file) && readFileSync(join(root, file), 'utf8').includes(what)
}

/** SkyWalking's layer of it; it ships the rules for the logs of two. */
const SHIPPED = ['wechat', 'alipay']

function layer(name: string): string {
  return name.toUpperCase() + '_MINI_PROGRAM'
}

/** A web page is no mini program: no simulated platform, no suite of theirs, no target of its own in these. */
function isMini(name: PlatformName): boolean {
  return name !== 'h5'
}

/** Where a platform has to be known, by what a developer would look for. */
const PLACES: [place: string, isThere: (name: PlatformName) => boolean][] = [
  ['core/platforms/<name>.ts', (name) => says(`core/platforms/${name}.ts`, ` ${name}`)],
  ['core/platforms/detect.ts', (name) => says('core/platforms/detect.ts', `  ${name},\n`)],
  ['docs/platforms/<name>.md', (name) => has(`docs/platforms/${name}.md`)],
  ['docs/platforms/README.md', (name) => says('docs/platforms/README.md', `[${name}.md]`)],
  ['README.md, its table', (name) => says('README.md', `\`${name}\``)],
  ['README.zh-CN.md, its table', (name) => says('README.zh-CN.md', `\`${name}\``)],
  ['a metric of docs/data/signals', (name) => METRICS.some(({ where }) => platformsOf(where).includes(name))],
  ['docs/options.md: option platform', (name) => says('docs/options.md', `\`${name}\``)],
  ['hosts/platforms/', (name) => !isMini(name) || Object.hasOwn(hosts, name)],
  ['test/conformance/drivers.ts', (name) => !isMini(name) || MINI_DRIVERS.some((each) => each.name === name)],
  ['test/surface/exports.txt', (name) => says('test/surface/exports.txt', `platforms/${name}`)],
  ['.size-limit.json', (name) => says('.size-limit.json', `dist/platforms/${name}.js`)],
  ['adapters/build/drivers.ts', (name) => TARGETS.some((target) => driverOf(target) === name)],
  ['adapters/taro/drivers.ts', (name) => says('adapters/taro/drivers.ts', `{ ${name} }`)],
  ['adapters/uni-app/drivers.ts', (name) => says('adapters/uni-app/drivers.ts', `{ ${name} }`)],
  ['cli/live/web: what the page calls it', (name) => says('cli/live/web/app/i18n.ts', `${name}:`)],
  [
    'deploy/skywalking/dashboards',
    (name) => has(`deploy/skywalking/dashboards/horizon.layer.${layer(name)}.json`),
  ],
  [
    'deploy/skywalking, both READMEs: SW_LOG_MAL_FILES',
    (name) =>
      ['README.md', 'README.zh-CN.md'].every((page) =>
        says(`deploy/skywalking/${page}`, `miniprogram-${name}`),
      ),
  ],
  ['deploy/compose.yaml', (name) => says('deploy/compose.yaml', `miniprogram-${name}`)],
  [
    'deploy/skywalking/config/lal',
    (name) => SHIPPED.includes(name) || says('deploy/skywalking/config/lal/mini-monitor.yaml', layer(name)),
  ],
]

/** All that frameworks call their targets, as far as they are known. */
const TARGETS = readFileSync(join(root, 'adapters/build/drivers.ts'), 'utf8')
  .match(/^ {2}'?[\w-]+'?(?=: ')/gm)!
  .map((key) => key.replace(/[ ']/g, ''))

describe.each(PLACES)('%s', (_, isThere) => {
  test.each(PLATFORM_NAMES)('%s', (name) => {
    expect(isThere(name)).toBe(true)
  })
})
