/** What a tarball must hold, and must not. */
import { NOTICES } from './notices.ts'
import { PAPERS } from './publish.ts'

type Exports = Record<string, string | Record<string, string | Record<string, string>>>

/** What is wrong with the files that npm is going to pack, as sentences. */
export function packProblems(packed: string[], manifest: { [key: string]: unknown }): string[] {
  const odd = packed.filter(
    (path) => !/\.(js|d\.ts|vue)$|(^|\/)package\.json$/.test(path) && ![...PAPERS, NOTICES].includes(path),
  )
  const inner = packed.filter((path) => /\.test[.-]|(^|\/)(src|node_modules)\//.test(path))
  const bin = Object.values((manifest.bin ?? {}) as { [name: string]: string })
  const named = [
    ...exported(manifest.exports as Exports),
    manifest.main,
    manifest.module,
    manifest.types,
    ...bin,
  ]
  const wanted = [
    ...PAPERS,
    ...(bin.length ? [NOTICES] : []),
    'package.json',
    ...named.map((path) => String(path).replace('./', '')),
  ]
  const surplus = ['dependencies', 'devDependencies', 'scripts'].filter((key) => key in manifest)
  return [
    ...[...new Set([...odd, ...inner])].map((path) => `${path} has no place in the package`),
    ...[...new Set(wanted)].filter((path) => !packed.includes(path)).map((path) => `${path} is missing`),
    ...surplus.map((key) => `package.json has ${key}`),
  ]
}

function exported(value: Exports | Exports[string]): string[] {
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(exported)
}
