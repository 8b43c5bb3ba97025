/** What real builds for WeChat grow by with the kit; bench/ records it for the README. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, taroBuild, type Build } from '../../playground/builds/index.ts'
import { buildOf } from './uni-app/builds.ts'

/** Options of the build plug-ins over those of the sample apps. */
const SETTINGS = {
  little: {
    encoding: 'json',
    enable: { error: true, request: true, perf: false, page: false, session: false, tracing: false },
    events: false,
    breadcrumbs: 0,
    updates: false,
    deviceContext: false,
    parts: { storage: false, limits: false, record: false },
  },
  default: { enable: {}, tracing: {}, request: {}, updates: false },
  /** With the sample apps' own: traces, URL groups. */
  everything: { updates: true },
}

export type Setting = keyof typeof SETTINGS

/** Bytes that an app grew by, over all its scripts. */
export interface Growth {
  raw: number
  gzip: number
}

/** `Taro`: with React, by webpack. */
const APPS: { [app: string]: (options?: object) => Build } = {
  Taro: (options) => taroBuild('react', 'weapp', options ? 'plugin' : 'none', options),
  'uni-app': (options) =>
    buildOf('mp-weixin', options ? 'plugin' : 'none', {
      env: options && { MORE_OPTIONS: JSON.stringify(options) },
    }),
}

export async function growthOf(app: 'Taro' | 'uni-app'): Promise<Record<Setting, Growth>> {
  const before = sizeOf((await build(APPS[app]!())).folder)
  const growth: Partial<Record<Setting, Growth>> = {}
  for (const [setting, options] of Object.entries(SETTINGS)) {
    const { raw, gzip } = sizeOf((await build(APPS[app]!(options))).folder)
    growth[setting as Setting] = { raw: raw - before.raw, gzip: gzip - before.gzip }
  }
  return growth as Record<Setting, Growth>
}

/** All JavaScript of a build. */
export function scriptsIn(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(folder, file)))
}

export function sizeOf(folder: string): Growth {
  const size = { raw: 0, gzip: 0 }
  for (const script of scriptsIn(folder)) {
    size.raw += script.length
    size.gzip += gzipSync(script, { level: 9 }).length
  }
  return size
}
