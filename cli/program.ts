import { Command } from 'commander'
import { SDK_VERSION } from '../core/internal/version.ts'
import { addNative } from './native/index.ts'

/** Where a command works, and who hears of it. */
export interface Surroundings {
  /** Folder of the installed package. */
  home: string
  /** Where the command was typed: the user's project. */
  cwd: string
  /** By default the terminal. */
  print?: (text: string) => void
  complain?: (text: string) => void
}

/** All commands. What goes wrong ends the process with a sentence and code 1, unless `exitOverride` says otherwise. */
export function program(around: Surroundings): Command {
  const {
    print = (text) => void process.stdout.write(text),
    complain = (text) => void process.stderr.write(text),
  } = around
  const all = new Command('mini-monitor')
    .description('Errors, performance, requests and traces of mini programs.')
    .version(SDK_VERSION, '-v, --version', 'prints the version')
    .helpOption('-h, --help', 'shows this')
    .helpCommand('help [command]', 'shows how to use a command')
    .configureOutput({
      writeOut: print,
      writeErr: (text) => complain(text.replace(/^error: /, '✖ ')),
    })
  addNative(all, { ...around, print })
  return all
}
