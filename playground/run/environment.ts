import type { Option } from 'commander'

/* Flags by the environment: by names of our own, and by shorter ones, which other tools use, too. */

/** Before the names of variables that are ours alone. */
export const PREFIX = 'MINI_MONITOR_'

export type Env = { readonly [name: string]: string | undefined }

const ON = ['1', 'true', 'yes', 'on']
const OFF = ['', '0', 'false', 'no', 'off']

/**
 * What commander is to see of the environment. `MODE=production` of a bundler's, or `DEBUG=vite:*`, is not meant for us:
 * a variable without the prefix is heard where its flag could have that value, and otherwise told of and left alone. What
 * is set to nothing counts as not set.
 * @param tell is given a line for each that is left alone
 */
export function heard(options: readonly Option[], env: Env, tell: (line: string) => void): Env {
  const seen: { [name: string]: string | undefined } = { ...env }
  for (const option of options) {
    const { envVar: name } = option
    if (!name) continue
    const bare = name.slice(PREFIX.length)
    const value = env[name] || env[bare]
    const isBare = !env[name]
    delete seen[name]
    if (!value) continue
    if (option.isBoolean()) {
      // commander takes any value of such a variable for a yes
      if (ON.includes(value.toLowerCase())) seen[name] = value
      else if (!OFF.includes(value.toLowerCase())) tell(ignored(isBare ? bare : name, value, 'true or false'))
    } else if (!isBare || fits(option, value)) seen[name] = value
    else tell(ignored(bare, value, `what ${option.long} takes`))
  }
  return seen
}

function ignored(name: string, value: string, wanted: string): string {
  return `· ${name}=${value} is ignored: it is not ${wanted}`
}

/** Whether the flag could be given so. */
function fits(option: Option, value: string): boolean {
  try {
    option.parseArg?.(value, undefined)
    return true
  } catch {
    return false
  }
}
