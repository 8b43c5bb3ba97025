import { InvalidArgumentError } from 'commander'
import * as v from 'valibot'
import { platforms, type PlatformName } from '../../hosts/index.ts'
import { APPS_NAMES, NO_APPS } from './frameworks.ts'

/* What the values of flags have to look like; each message is a sentence for whoever typed it. */

/** 0: one that is free. */
export interface Ports {
  otlp: number
  skywalking: number
  page: number
  shop: number
}

/** For commander, which prints the first thing that is wrong. */
export function argument<T>(schema: v.GenericSchema<string, T>) {
  return (text: string): T => {
    const { success, output, issues } = v.safeParse(schema, text, { abortPipeEarly: true })
    if (success) return output
    throw new InvalidArgumentError(issues[0].message)
  }
}

export function wholeNumber(min: number, max: number) {
  const expected = `A whole number from ${min} to ${max} is expected.`
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, expected),
    v.transform(Number),
    v.minValue(min, expected),
    v.maxValue(max, expected),
  )
}

const A_TIME = 'A time is expected: 90s, 5m, 1h, or a number of ms.'
const UNITS: { [unit: string]: number } = { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Gives ms. */
export const TIME = v.pipe(
  v.string(),
  v.regex(/^\d+(\.\d+)?(ms|s|m|h|)$/, A_TIME),
  v.transform((text) => parseFloat(text) * UNITS[text.replace(/[\d.]+/, '')]!),
  v.gtValue(0, A_TIME),
  v.ltValue(2 ** 31, A_TIME),
)

const A_URL = 'A URL that starts with http:// or https:// is expected.'

export const ADDRESS = v.pipe(
  v.string(),
  v.url(A_URL),
  v.regex(/^https?:\/\/[^/]/, A_URL),
  v.transform((text) => text.replace(/\/+$/, '')),
)

export const PORTS = v.pipe(
  v.string(),
  v.transform(parts),
  v.array(wholeNumber(0, 65_535)),
  v.check(
    ({ length }) => length === 3 || length === 4,
    'Three or four numbers are expected: OTLP,SkyWalking,page[,shop].',
  ),
  v.transform(([otlp, skywalking, page, shop = 0]): Ports => ({ otlp, skywalking, page, shop }) as Ports),
)

/** Names with commas, each once. */
function namesOf<Name extends string>(known: readonly Name[], hint: string) {
  return v.pipe(
    v.string(),
    v.transform(parts),
    v.array(v.picklist(known, ({ input }) => `"${input}" is none${hint}`)),
    v.transform((names) => [...new Set(names)]),
  )
}

function parts(text: string): string[] {
  return text.split(',').map((part) => part.trim())
}

export const PLATFORMS = namesOf(
  Object.keys(platforms) as PlatformName[],
  '; see --help. Web pages (h5) run in a browser, not on a simulated phone: --apps none shows yours.',
)
export const APPS = namesOf([...APPS_NAMES, NO_APPS], `. There is: ${APPS_NAMES.join(', ')}; none.`)
