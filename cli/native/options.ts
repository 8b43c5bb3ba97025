import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readBuildOptions } from '../../adapters/build/index.ts'
import type { ReadBuildOptions } from '../../adapters/build/options.ts'

/**
 * The options of `init` from a file: JSON, or a module whose default export they are, since JSON has no RegExp.
 * @throws Error with all that is wrong, by the rules of the build plug-ins
 */
export async function readOptionsFile(file: string, cwd: string): Promise<ReadBuildOptions> {
  const path = resolve(cwd, file)
  if (!existsSync(path)) throw new Error(`There is no file ${file}.`)
  const { config, ...read } = readBuildOptions(file, await load(path, file))
  // beside the file that names it
  return { ...read, config: config === undefined ? undefined : resolve(dirname(path), config) }
}

async function load(path: string, file: string): Promise<unknown> {
  if (extname(path) !== '.json')
    return ((await import(pathToFileURL(path).href)) as { default: unknown }).default
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`)
  }
}
