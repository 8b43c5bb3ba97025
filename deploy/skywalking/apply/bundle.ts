import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

/* apply.mjs: the command in one file, for operators who have Node and the repository, and nothing installed. */

/** Readable: names stay as they are, and each module has its path above it. */
export async function bundledCommand(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    absWorkingDir: join(import.meta.dirname, '../../..'),
    bundle: true,
    write: false,
    // of yaml its ES modules: what is not needed of them is left out
    platform: 'neutral',
    // the same paths, too, where node_modules is a link
    preserveSymlinks: true,
    external: ['node:*'],
    format: 'esm',
    target: 'node18',
    charset: 'utf8',
    logLevel: 'error',
  })
  const [{ text }] = outputFiles
  // the head switches lint off for all of it, and says so once
  return head() + text.replace(/ *\/\/ eslint-disable.*$/gm, '')
}

function head(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('yaml/package.json'))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const license = readFileSync(join(folder, 'LICENSE'), 'utf8').trim()
  return `#!/usr/bin/env node
/*
 * Brings the rules and dashboards of this folder to a running OAP 11. Node 18 or later, nothing to install.
 *
 * Written by \`npm run rules\` of mini-monitor: change deploy/skywalking/apply instead, of which esbuild makes this file.
 * Modules have their paths above them, and what a module needs stands before it: the command itself is the last.
 *
 * What comes from node_modules/yaml is yaml ${version}, https://eemeli.org/yaml:
 *
${license.replace(/^/gm, ' * ').replace(/ +$/gm, '')}
 */
/* eslint-disable */

`
}
