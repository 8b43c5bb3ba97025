import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, version } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const cache = join(here, '../../../node_modules/.cache/mini-monitor-page')

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Of all that goes into the bundle: the page, what it shares with the sink, this file, the versions of the tools. */
function fingerprint(): string {
  const hash = createHash('sha256').update(version)
  for (const name of ['echarts', 'preact'])
    hash.update(readFileSync(join(here, '../../../node_modules', name, 'package.json')))
  const sources = ['app', '../sink/store'].flatMap((folder) => filesIn(join(here, folder)))
  for (const file of [fileURLToPath(import.meta.url), ...sources])
    hash.update(file).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

export interface Bundle {
  script: Uint8Array
  style: Uint8Array
  html: Uint8Array
}

/**
 * The page, built by esbuild when its sources have changed and read from the cache otherwise.
 * @throws Error with esbuild's messages if it does not build
 */
export async function bundlePage(): Promise<Bundle> {
  const folder = join(cache, fingerprint())
  const html = readFileSync(join(here, 'app/index.html'))
  try {
    return {
      html,
      script: readFileSync(join(folder, 'main.js')),
      style: readFileSync(join(folder, 'style.css')),
    }
  } catch {
    // Not built yet.
  }
  const result = await build({
    entryPoints: { main: join(here, 'app/main.tsx'), style: join(here, 'app/styles/index.css') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  })
  // Old bundles go, and the new one appears whole: two processes may start at once.
  rmSync(cache, { recursive: true, force: true })
  const temporary = `${folder}.${process.pid}`
  mkdirSync(temporary, { recursive: true })
  for (const file of result.outputFiles)
    writeFileSync(join(temporary, file.path.slice(folder.length + 1)), file.contents)
  try {
    renameSync(temporary, folder)
  } catch {
    rmSync(temporary, { recursive: true, force: true })
  }
  const output = (name: string): Uint8Array =>
    result.outputFiles.find((file) => file.path.endsWith(name))!.contents
  return { html, script: output('main.js'), style: output('style.css') }
}
