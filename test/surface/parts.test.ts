/** What the pages say that an app saves without a part, as a bundler makes it of what is published. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { readBuildOptions, startModule } from '../../adapters/build/index.ts'

function dist(file: string): string {
  return resolve('dist', file)
}

async function sizeOf(parts: object) {
  const { settings } = readBuildOptions('test', { service: 'shop', collector: 'https://c.example.com' })
  const { outputFiles } = await build({
    stdin: {
      contents: startModule({ auto: dist('uni-app/auto.js'), driver: 'wechat', settings, parts }),
      resolveDir: resolve('dist'),
    },
    ...{
      bundle: true,
      minify: true,
      write: false,
      target: 'es2015',
      platform: 'neutral',
      logLevel: 'silent',
    },
    external: ['vue', '@dcloudio/*'],
    alias: {
      'mini-monitor/core': dist('core/index.js'),
      'mini-monitor/platforms/wechat': dist('platforms/wechat.js'),
    },
  })
  const { contents } = outputFiles[0]!
  return { minified: contents.length / 1000, gzipped: gzipSync(contents, { level: 9 }).length / 1000 }
}

const full = await sizeOf({})

test.each(['storage', 'limits', 'record'])('without `%s` an app saves what the pages say', async (part) => {
  const without = await sizeOf({ [part]: false })
  for (const page of ['docs/taro.md', 'docs/uni-app.md']) {
    const line = readFileSync(page, 'utf8')
      .split('\n')
      .find((each) => each.startsWith(`- \`${part}: false\``))!
    const [, minified, gzipped] = /Saves ([\d.]+) kB \(([\d.]+) kB gzipped\)/.exec(line)!.map(Number)
    expect(Math.abs(full.minified - without.minified - minified!)).toBeLessThan(0.3)
    expect(Math.abs(full.gzipped - without.gzipped - gzipped!)).toBeLessThan(0.2)
  }
})
