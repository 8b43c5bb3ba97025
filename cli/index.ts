#!/usr/bin/env node
/** `npx mini-monitor`. */
import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { program } from './program.ts'

// npm calls it by a link; it lies a folder below the package's root, where the published entries are
const home = resolve(realpathSync(process.argv[1]!), '../..')
void program({ home, cwd: process.cwd() }).parseAsync()
