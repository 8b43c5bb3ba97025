import { join } from 'node:path'
import {
  build,
  taroBuild,
  taroHosts,
  type Build,
  type Say,
  type TaroFramework,
  type TaroTarget,
} from '../builds/index.ts'
import { platforms, type PlatformName } from '../../hosts/index.ts'
import { layApp, type AppsName as NativeName } from './apps.ts'
import type { AppEnv, Encoding } from './env.ts'
import { frameworkSteps } from './framework-steps.ts'
import { steps, type Steps } from './steps.ts'

/** A sample app that its framework builds. It is built for fixed addresses and names, which are replaced as it runs. */
interface FrameworkApp {
  /** The framework's targets, by the platforms that they run on. */
  targets: { [platform in PlatformName]?: string }
  build(target: string, encoding: Encoding): Build
  /** The domain of the servers that it is built for. */
  domain: string
}

const APPS = join(import.meta.dirname, '../apps')

/** Taro's targets, by the platforms that they run on. */
const TARO_TARGETS = Object.fromEntries(
  Object.entries(taroHosts).map(([target, platform]) => [platform, target]),
) as FrameworkApp['targets']

function taro(framework: TaroFramework): FrameworkApp {
  return {
    targets: TARO_TARGETS,
    build: (target, encoding) =>
      taroBuild(framework, target as TaroTarget, 'plugin', {
        encoding,
        traceCollector: 'https://traces.coral.example',
      }),
    domain: 'coral.example',
  }
}

const FRAMEWORKS = {
  taro: taro('react'),
  'taro-vue': taro('vue3'),
  'uni-app': {
    targets: {
      wechat: 'mp-weixin',
      alipay: 'mp-alipay',
      bytedance: 'mp-toutiao',
      baidu: 'mp-baidu',
      qq: 'mp-qq',
      kuaishou: 'mp-kuaishou',
      jd: 'mp-jd',
    },
    build: (target, encoding) => ({
      app: join(APPS, 'uni-app'),
      title: `uni-app, ${target}`,
      command: ['uni', 'build', '-p', target],
      env: { START: 'plugin', MORE_OPTIONS: JSON.stringify({ encoding }) },
      output: `dist/build/${target}`,
    }),
    domain: 'example.com',
  },
} satisfies { [name: string]: FrameworkApp }

export type AppsName = NativeName | keyof typeof FRAMEWORKS
/** In the place of their names: the page alone. */
export const NO_APPS = 'none'
export const APPS_NAMES: AppsName[] = ['native', ...(Object.keys(FRAMEWORKS) as (keyof typeof FRAMEWORKS)[])]

/** The platforms that a sample app can be had for; the first ones are those that run unless others are asked for. */
export function platformsOf(name: AppsName): PlatformName[] {
  return Object.keys(name === 'native' ? platforms : FRAMEWORKS[name].targets) as PlatformName[]
}

/** An app that devices can start. */
export interface ReadyApp {
  name: AppsName
  platform: PlatformName
  dir: string
  steps: Steps
  /** Origins that the app was built with, and where they are. */
  names?(env: AppEnv): { [origin: string]: string }
  /** What it was built with otherwise, and what is wanted instead. */
  transform?(env: AppEnv): (source: string) => string
}

/**
 * An app with the built package; one of a framework is installed and built on first use.
 * @throws Error that says what is in the way: no dist/, no packages to be had, a build that failed
 */
export async function readyApp(
  name: AppsName,
  platform: PlatformName,
  encoding: Encoding,
  say: Say,
): Promise<ReadyApp> {
  if (name === 'native') return { name, platform, dir: layApp(name, platform), steps }
  const { targets, build: request, domain } = FRAMEWORKS[name] as FrameworkApp
  const { folder } = await build(request(targets[platform]!, encoding), say)
  return {
    ...{ name, platform, dir: folder, steps: frameworkSteps },
    names: ({ api, collector, traceCollector = collector }) => ({
      [`https://shop.${domain}`]: api,
      [`https://collector.${domain}`]: collector.replace(/\/+$/, ''),
      [`https://traces.${domain}`]: traceCollector.replace(/\/+$/, ''),
    }),
    transform: (env) => (source) =>
      source
        .replaceAll('"coral-shop"', JSON.stringify(env.service))
        .replaceAll('"v2.3.1"', JSON.stringify(env.serviceVersion ?? 'v2.3.1')),
  }
}
