import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { sourcePlugins } from '../tsup.config.ts'

const FOLDER = 'node_modules/.cache/mini-monitor/bench'
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** As the kit is published: the syntax that old phones know. */
export const SHIPPED: BuildOptions = {
  bundle: true,
  target: 'es2015',
  platform: 'neutral',
  define: { __VERSION__: JSON.stringify(version) },
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'error',
  plugins: sourcePlugins,
}

/** The worker, and the native kit on its own; both from the sources as they are. Paths of the two files. */
export async function bundle(): Promise<{ worker: string; native: string }> {
  mkdirSync(FOLDER, { recursive: true })
  const worker = join(FOLDER, 'worker.cjs')
  const native = join(FOLDER, 'native.cjs')
  await Promise.all([
    build({
      ...SHIPPED,
      entryPoints: ['bench/worker.ts'],
      outfile: worker,
      format: 'cjs',
      platform: 'node',
      packages: 'external',
    }),
    build({
      ...SHIPPED,
      entryPoints: ['adapters/native/index.ts'],
      outfile: native,
      format: 'cjs',
      minify: true,
    }),
  ])
  return { worker, native }
}
