import type { Clock } from '../internal/clock.ts'
import type { Platform } from '../platform.ts'
import type { Resource } from '../resource.ts'
import type { Signal } from '../signal.ts'
import type { Tenancy, TenancyOptions } from '../tenancy.ts'
import type { Account } from './account.ts'
import { createFound } from './found.ts'
import { createKeep, type Keep } from './keep.ts'
import type { Lane } from './lane.ts'
import type { Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import { createReader } from './read.ts'
import type { Report } from './report.ts'
import { prefixOf, ROOT, unpack } from './shard.ts'
import { createStore, type Shelf, type Store } from './store.ts'

/** Where parcels lie that are not sent by the end of a run: a kit's slice `storage` or `memory` brings it. */
export interface Depot {
  /** Gets rid of a key. */
  bury: Store['bury']
  /** What is under the key of a shard that nobody has read; nothing where that fails. */
  recall(shard: Parcel): Promise<Signal[]>
  tenancy?: Tenancy
  /** Its other rooms, which need the parcels. `read`: takes a shard into memory. */
  connect(
    parcels: Parcels,
    report: Report,
    laneOf: (signal: Signal) => Lane | undefined,
  ): { keep: Keep; read: (shard: Parcel) => Promise<void> }
}

export interface DepotOptions extends Pick<TenancyOptions, 'enter' | 'leave'> {
  account: Account
  clock: Clock
  /** ms after which a shard is dropped. */
  maxAge: number
  platform: Platform
  resource: Resource
  newId(): string
  failed(error: unknown): void
}

export type MakeDepot = (options: DepotOptions) => Depot

/** In the platform's storage. */
export const storedDepot: MakeDepot = (options) => {
  const { account, clock, failed, maxAge, platform, resource } = options
  const prefix = prefixOf(resource.service)
  const tenancy =
    platform.tenancy &&
    platform.tenancy({ prefix, owner: options.newId(), clock, leave: options.leave, enter: options.enter })
  const storage: Shelf = tenancy || platform.storage
  const store = createStore(storage, prefix, failed)
  return {
    bury: store.bury,
    recall: ({ keys: [key], kind }) =>
      storage.get(key).then(
        (text) => Object(unpack(text, key, kind)).signals || [],
        () => [],
      ),
    tenancy,
    connect(parcels, report, laneOf) {
      const keysOf = (every?: boolean) => storage.keys(ROOT, every)
      const found = createFound(clock, maxAge, account, prefix, store, parcels, report, resource, laneOf)
      return {
        keep: createKeep(keysOf, store, parcels, found, report, failed),
        read: createReader(clock, account, storage, store.bury, parcels, laneOf, failed),
      }
    },
  }
}
