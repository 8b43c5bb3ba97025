import type { Clock } from '../internal/clock.ts'
import type { Signal } from '../signal.ts'
import { count, lose, type Account } from './account.ts'
import type { Lane } from './lane.ts'
import { GONE, READING, SEALED, SHARD, rankOf, setAside, takeOut, weightOf, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import { shardOf, unpack } from './shard.ts'
import type { Shelf } from './store.ts'

/** No more requests than this come of what earlier runs have stored: ms from one to the next, of an exporter. */
const READ_PACE = 400

/** Reads a shard into memory, if there is anything to be had of it. */
export function createReader(
  clock: Clock,
  account: Account,
  storage: Pick<Shelf, 'get'>,
  bury: (key: string) => void,
  { all, end }: Parcels,
  laneOf: (signal: Signal) => Lane | undefined,
  failed: (error: unknown) => void,
): (shard: Parcel) => Promise<void> {
  let pace = 0
  /** Of a shard that is somebody else's, or not to be read now: as if it had not been found. */
  const disown = (shard: Parcel) => {
    shard.state = GONE
    if (takeOut(all, shard)) count(account.restored, shard.kind, -shard.weight)
  }

  function load(shard: Parcel, text: string | undefined): void {
    const { keys, kind, weight } = shard
    const content = unpack(text, keys[0], kind)
    if (content === 'newer') return disown(shard)
    // killed while it was being written (docs/platforms/wechat.md#suspended): what it was to replace is whole
    if (!content && keys[1]) return fallBack(account, shard, bury)
    shard.weight = content ? weightOf(content.signals) : 0
    lose(account, kind, 'storage_corrupt', weight - shard.weight)
    // more than its key says is worth as much
    if (shard.weight > weight) count(account.restored, kind, shard.weight - weight)
    if (!content || !shard.weight) return end(shard)
    pace = READ_PACE
    keys.splice(1).forEach((key) => bury(key))
    const [first] = content.signals
    const lane = laneOf(first)
    if (!lane) return end(shard, 'no_exporter')
    Object.assign(shard, content, { state: SEALED, lane, rank: rankOf(first), bytes: text!.length })
  }

  return (shard) => {
    const [key] = shard.keys
    shard.state = READING
    // also the first in a turn of its own: of two tabs that open together, one reads first
    return new Promise<void>((resolve) => {
      clock.after(pace, resolve)
      // of what has nothing to be sent none comes
      pace = 0
    })
      .then(() => storage.get(key))
      .then((text) => {
        // erased meanwhile
        if (shard.state === GONE) return bury(key)
        load(shard, text)
        // left to others meanwhile
        if (!shard.due) setAside(shard)
      })
      .catch((error) => {
        // still there, and tried again at the next start; or another tab has it
        if (error) failed(error)
        disown(shard)
      })
  }
}

/** To what its older key says. */
function fallBack(account: Account, shard: Parcel, bury: (key: string) => void): void {
  const { keys, kind, resource, weight } = shard
  bury(keys.shift()!)
  shard.state = SHARD
  shard.weight = shardOf(keys[0], resource)!.weight
  count(account.restored, kind, shard.weight - weight)
}
