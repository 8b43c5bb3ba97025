/**
 * Changes that are made one after another: what stops them tells how far they got.
 * @param what they are, in the plural
 */
export async function oneByOne<Step>(
  what: string,
  steps: Step[],
  make: (step: Step) => Promise<void>,
): Promise<void> {
  let made = 0
  try {
    for (const step of steps) {
      await make(step)
      made++
    }
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n  ${made} of ${steps.length} ${what} were changed before it. The same command goes on from there.`,
    )
  }
}
