import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { bundle, type Places } from './bundle.ts'
import { FEATURES, FEATURE_NAMES, USUAL } from './features.ts'
import { headerOf, planOf, PLATFORMS, type Flags } from './plan.ts'
import { report } from './report.ts'
import { sourceOf } from './source.ts'

/** Adds `native` to the program. */
export function addNative(program: Command, around: Places & { print: (text: string) => void }): void {
  program
    .command('native')
    .description('makes one file of the kit for a plain mini program, with the parts that it uses')
    .option('--platform <names>', `one or more, with commas: ${PLATFORMS.join(', ')}`)
    .option('--features <names>', `what the app uses, with commas; or all (default: ${USUAL.join(',')})`)
    .addOption(
      new Option(
        '--options <file>',
        'the options of init instead, which are put into the file: JSON, or a module with a default export',
      ).conflicts('encoding'),
    )
    .addOption(
      new Option('--encoding <name>', 'of what is sent').choices(['proto', 'json', 'both']).default('proto'),
    )
    .option('-o, --out <file>', 'where it goes', 'mini-monitor.js')
    .option('--no-storage', 'what is not sent is lost with the app')
    .option('--no-limits', 'repeats of an error are not counted together')
    .option('--no-api', 'without what the app calls of its own: log(), captureError(), startSpan() …')
    .option('--check', 'writes nothing; fails if the file is not what would be written', false)
    .helpOption('-h, --help', 'shows this')
    .allowExcessArguments(false)
    .addHelpText('after', HELP)
    .action(async (flags: Flags, command: Command) => {
      try {
        await run(flags, around)
      } catch (error) {
        command.error(`error: ${(error as Error).message}`, { exitCode: 1 })
      }
    })
}

const HELP = `
Features:
${FEATURE_NAMES.map((name) => `  ${name.padEnd(11)} ${FEATURES[name].about}`).join('\n')}

It takes esbuild, and terser if there is one, from your project: npm i -D esbuild terser

  npx mini-monitor native --platform wechat --features errors,requests -o libs/mini-monitor.js
  npx mini-monitor native --platform wechat --options monitor.json`

async function run(
  flags: Flags,
  { home, cwd, print }: Places & { print: (text: string) => void },
): Promise<void> {
  const plan = await planOf(flags, cwd)
  const bundled = await bundle(sourceOf(plan), { home, cwd })
  const text = headerOf(flags, plan) + bundled.code
  const file = resolve(cwd, flags.out)
  if (flags.check) {
    if (textOf(file) !== text)
      throw new Error(`${flags.out} is not what is made now: run it without --check.`)
    return print(`✔ ${flags.out} is what is made now\n`)
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  print(report(flags.out, plan, bundled, text))
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
