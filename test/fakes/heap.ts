import v8 from 'node:v8'
import vm from 'node:vm'

v8.setFlagsFromString('--expose-gc')
const collect = vm.runInNewContext('gc') as () => void

/** Bytes that what `make` gives holds, beyond what was there before. */
export async function bytesHeldBy(make: () => unknown): Promise<number> {
  // once for what is made the first time only: compiled code, caches
  await make()
  // what the engine makes and lets go of meanwhile is in some of them only
  const figures: number[] = []
  for (let i = 0; i < 5; i++) figures.push(await measured(make))
  return figures.sort((a, b) => a - b)[2]
}

async function measured(make: () => unknown): Promise<number> {
  const before = await used()
  const held = [await make()]
  // named once more, so that no engine lets go of it before
  return ((await used()) - before) * held.length
}

/** A text of its own, and not one that the engine has put together of others. */
export function longText(length: number, seed = 0): string {
  return Buffer.alloc(length, `a text of many signs, number ${seed}; `).toString('latin1')
}

async function used(): Promise<number> {
  // what has just been awaited is still held by the turn
  await new Promise(setImmediate)
  collect()
  return process.memoryUsage().heapUsed
}
