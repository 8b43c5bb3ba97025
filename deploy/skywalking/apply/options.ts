import { parseArgs } from 'node:util'
import { PLATFORM_NAMES } from '../../../core/platforms/names.ts'

export const PLATFORMS: readonly string[] = PLATFORM_NAMES

/** How the command is called. */
export interface Options {
  /** URL of the admin host. */
  admin: string
  yes: boolean
  revert: boolean
  newNames: boolean
  rulesOnly: boolean
  platforms: readonly string[]
  headers: Record<string, string>
}

export const USAGE = `Rules and dashboards of mini-monitor for Apache SkyWalking 11.

  node deploy/skywalking/apply.mjs --admin http://oap:17128            what would change; changes nothing
  node deploy/skywalking/apply.mjs --admin http://oap:17128 --yes      does it
  node deploy/skywalking/apply.mjs --admin http://oap:17128 --revert   what going back would change; with --yes, does it

  --admin URL         the admin host of OAP
  --new-names         keep stored data: metrics that are stored in another way get a new name
  --platforms a,b     ${PLATFORMS.join(', ')}; all by default
  --rules-only        no dashboards
  --header 'N: v'     goes with every request, for a gateway in front of OAP; can be repeated`

/**
 * Undefined: help is asked for.
 * @throws Error if it can't be called so
 */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      admin: { type: 'string' },
      yes: { type: 'boolean' },
      revert: { type: 'boolean' },
      'new-names': { type: 'boolean' },
      'rules-only': { type: 'boolean' },
      platforms: { type: 'string' },
      header: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return undefined
  if (!values.admin || !/^https?:\/\/[^/]/.test(values.admin))
    throw new Error('--admin needs the URL of the admin host, as in --admin http://oap:17128')
  return {
    admin: values.admin,
    yes: values.yes ?? false,
    revert: values.revert ?? false,
    newNames: values['new-names'] ?? false,
    rulesOnly: values['rules-only'] ?? false,
    platforms: platformsIn(values.platforms),
    headers: Object.fromEntries((values.header ?? []).map(headerOf)),
  }
}

/** Whether an error is about how the command was called. */
export function isMisuse(message: string): boolean {
  return /^(--|Unknown option|Option|Unexpected)/.test(message)
}

function platformsIn(listed: string | undefined): readonly string[] {
  const platforms = listed?.split(',') ?? PLATFORMS
  const unknown = platforms.filter((name) => !PLATFORMS.includes(name))
  if (unknown.length) throw new Error(`--platforms: ${unknown} is none of ${PLATFORMS.join(', ')}`)
  return platforms
}

function headerOf(text: string): [name: string, value: string] {
  const [, name, value] = /^([^:\s]+): *(.*)$/.exec(text) ?? []
  if (!name) throw new Error(`--header: «${text}» is not of the form «Name: value»`)
  return [name, value]
}
