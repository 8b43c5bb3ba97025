import { availableParallelism } from 'node:os'
import { build, type Build } from '../../playground/builds/index.ts'

/**
 * Builds as many at once as there are cores; what was built before is there at once.
 * @throws Error with what all those said that failed
 */
export async function buildAll(builds: Build[]): Promise<void> {
  const left = [...builds]
  const failures: Error[] = []
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift())
      await build(next).catch((error: Error) => void failures.push(error))
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work))
  if (failures.length) throw new Error(failures.map(({ message }) => message).join('\n'))
}
