import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The parts of the end-to-end tests: `<name>.e2e.ts`, or the `*.e2e.ts` in a folder `<name>/`. */
export const PROJECTS = ['surface', 'native', 'web', 'taro', 'uni-app', 'collector']

/** Those of them that have tests, in their order. */
export function present(): string[] {
  const here = import.meta.dirname
  return PROJECTS.filter((name) => {
    if (existsSync(join(here, name + '.e2e.ts'))) return true
    return (
      existsSync(join(here, name)) && readdirSync(join(here, name)).some((file) => file.endsWith('.e2e.ts'))
    )
  })
}
