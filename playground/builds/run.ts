import { spawn } from 'node:child_process'

/** A command that failed; the message has its last lines, `output` all of them. */
export class CommandError extends Error {
  readonly output: string
  constructor(title: string, reason: string, output: string) {
    // Bars of progress are drawn again and again.
    const bar = output.lastIndexOf('█')
    const said = bar < 0 ? 0 : output.indexOf('\n', bar) + 1
    const lines = (output.slice(said).trim() || output).trim().split('\n').slice(-40)
    super(`${title} failed (${reason}):\n${lines.map((line) => `  ${line}`).join('\n')}`)
    this.output = output
  }
}

export interface Command {
  /** What a message calls it. */
  title: string
  program: string
  args: string[]
  cwd: string
  env?: { [name: string]: string | undefined }
  /** ms */
  timeout?: number
}

const COLOURS = /\x1b\[[0-9;]*[A-Za-z]/g

/**
 * Runs a command without a terminal and gives what it printed.
 * @throws CommandError if it can't be started, takes too long or ends with anything but 0
 */
export function run(command: Command): Promise<string> {
  return new Promise((resolve, reject) => start(command, resolve, reject))
}

function start(
  { title, program, args, cwd, env, timeout = 600_000 }: Command,
  resolve: (output: string) => void,
  reject: (error: CommandError) => void,
): void {
  const shell = process.platform === 'win32'
  const child = spawn(program, args, {
    ...{ cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] },
    // Who runs us may be a test: what is built is for production all the same.
    env: { ...process.env, NODE_ENV: undefined, VITEST: undefined, CI: 'true', NO_COLOR: '1', ...env },
  })
  let output = ''
  const add = (part: Buffer) => void (output += part)
  child.stdout.on('data', add)
  child.stderr.on('data', add)
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, timeout)
  // So that nothing goes on building when who asked for it has gone.
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  const done = (reason?: string) => {
    clearTimeout(timer)
    process.off('exit', end)
    output = output.replace(COLOURS, '')
    if (reason === undefined) resolve(output)
    else reject(new CommandError(title, reason, output))
  }
  child.on('error', (error) => done(error.message))
  child.on('close', (code, signal) => {
    if (late) done(`not done within ${timeout / 1000} s`)
    else if (signal) done(`ended by ${signal}`)
    else done(code === 0 ? undefined : `exit code ${code}`)
  })
}
