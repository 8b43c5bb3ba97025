import type { Admin } from './admin/index.ts'
import type { HeldRule } from './admin/held.ts'
import type { OurFile } from './ours.ts'
import { hashOf, heldOf } from './plan.ts'
import { say } from './print.ts'

/** OAP looks every 30 s whether it runs what it should. */
const PATIENCE = 75_000
const PAUSE = 5000

/**
 * An answer that a rule was taken does not mean that it runs: OAP's list tells. Waits for it.
 * @throws Error that names what does not run
 */
export async function mustRun(admin: Admin, files: OurFile[]): Promise<void> {
  for (let waited = 0; ; waited += PAUSE) {
    const held = await admin.rules()
    const still = files.flatMap((file) => troubleOf(file, heldOf(file, held)))
    if (!still.length) return say('', `${files.length} of ${files.length} rules run.`)
    if (waited >= PATIENCE)
      throw new Error(
        `OAP does not run ${still.length} of ${files.length} rules: ${still.join('; ')}. Its log tells more; the same command loads them again.`,
      )
    await admin.pause(PAUSE)
  }
}

/** A file of OAP's config/ is in the list of what was pushed only if it was. */
function troubleOf({ catalog, name, content }: OurFile, held: HeldRule | undefined): string[] {
  const what = `${catalog}/${name}`
  if (!held) return [`${what} (not there)`]
  const { bundled, pushed } = held
  if (!pushed) return bundled === hashOf(content) ? [] : [`${what} (not there)`]
  if (pushed.hash !== hashOf(content)) return [`${what} (another text)`]
  return pushed.runs ? [] : [`${what}${pushed.error && ` (${pushed.error})`}`]
}
