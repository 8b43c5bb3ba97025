import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { filesBelow } from './cache.ts'
import { putKit } from './install.ts'

/** An app as its developers have it: sources, packages, the kit. */
export interface Workspace {
  folder: string
  /** A program of the app's packages, or else of the system's. */
  program(name: string): string
  remove(): void
}

/**
 * In a folder below the one that has the packages (`home`): Node and the bundlers find them there, while the kit lies in
 * the workspace's own node_modules, so that those with other kits, or none, can be used at once.
 * @param files in front of the app's own, by path
 */
export function workspace(
  app: string,
  { home, kit, files = {} }: { home: string; kit?: string; files?: { [path: string]: string } },
): Workspace {
  mkdirSync(join(home, 'work'), { recursive: true })
  const folder = mkdtempSync(join(home, 'work', 'app-'))
  for (const file of filesBelow(app)) lay(join(folder, relative(app, file)), (to) => copyFileSync(file, to))
  if (kit) putKit(kit, folder)
  for (const [path, text] of Object.entries(files)) lay(join(folder, path), (to) => writeFileSync(to, text))
  return {
    folder,
    program(name) {
      const own = join(home, 'node_modules/.bin', name)
      return existsSync(own) ? own : name
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function lay(path: string, put: (path: string) => void): void {
  mkdirSync(dirname(path), { recursive: true })
  put(path)
}
