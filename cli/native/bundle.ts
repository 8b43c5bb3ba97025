import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as Esbuild from 'esbuild'
import type * as Terser from 'terser'

export interface Bundled {
  code: string
  /** Without terser the file is about 4 % larger, gzipped. */
  minifier: 'terser' | 'esbuild'
}

/** Where the package lies, and the project whose bundler is used. */
export interface Places {
  home: string
  cwd: string
}

/**
 * One CommonJS file of a module that imports the package's own entries.
 * @throws Error that says what to install, if there is no esbuild; of what the app's own module is told by esbuild
 */
export async function bundle(source: string, places: Places): Promise<Bundled> {
  const esbuild = find<typeof Esbuild>('esbuild', places)
  if (!esbuild) throw new Error('esbuild is needed to put the file together: npm i -D esbuild terser')
  const terser = find<typeof Terser>('terser', places)
  const built = await esbuild.build({
    stdin: { contents: source, resolveDir: places.cwd, sourcefile: 'mini-monitor.js' },
    bundle: true,
    write: false,
    // not CommonJS, for which esbuild brings helpers; what is exported stands at the end
    format: 'esm',
    target: 'es2015',
    charset: 'utf8',
    legalComments: 'none',
    minify: !terser,
    plugins: [entriesOf(places.home)],
    logLevel: 'silent',
  })
  const code = asCommonJs(built.outputFiles[0]!.text)
  if (!terser) return { code, minifier: 'esbuild' }
  return { code: await shrink(terser, code), minifier: 'terser' }
}

/** As the one file of the package is (tsup.config.ts). */
async function shrink(terser: typeof Terser, code: string): Promise<string> {
  const { code: small } = await terser.minify(code, {
    ecma: 2015,
    toplevel: true,
    compress: { passes: 3, unsafe_arrows: true, reduce_funcs: false },
    format: { comments: false },
  })
  return small! + '\n'
}

/** The project's own, or one that npx has put beside the package. */
function find<T>(name: string, { cwd, home }: Places): T | undefined {
  for (const folder of [cwd, home]) {
    const require = createRequire(join(folder, 'package.json'))
    let path: string
    try {
      path = require.resolve(name)
    } catch {
      continue
    }
    return require(path) as T
  }
  return undefined
}

/** `mini-monitor/…` is this package, wherever the project has its own. */
function entriesOf(home: string): Esbuild.Plugin {
  return {
    name: 'mini-monitor',
    setup({ onResolve }) {
      onResolve({ filter: /^mini-monitor\// }, ({ path }) => ({
        path: join(
          home,
          path === 'mini-monitor/core' ? 'core/index.js' : `${path.replace('mini-monitor/', '')}.js`,
        ),
        sideEffects: false,
      }))
    },
  }
}

/** Plain `exports.x = y` in the place of the one `export { … }` that esbuild writes. */
export function asCommonJs(code: string): string {
  const names = /\bexport\s*\{([^}]*)\};?\s*$/
  if (!names.test(code)) throw new Error('esbuild wrote no exports where they were expected')
  const plain = code.replace(names, (_, list: string) =>
    list
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean)
      .map((each) => {
        const [local, name = local] = each.split(/\s+as\s+/)
        return `exports.${name}=${local};`
      })
      .join(''),
  )
  return `"use strict";${plain}\n`
}
