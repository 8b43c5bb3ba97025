import type { DeviceAccount } from './account.ts'
import type { ReceivedData, SinkRequest } from './types.ts'

/** What a sink tells of, and what it tells. */
export interface SinkEvents {
  data(data: ReceivedData, request: SinkRequest): void
  request(request: SinkRequest): void
  devices(devices: DeviceAccount[]): void
  clear(): void
}

export interface Events {
  /** @returns undo */
  on<Name extends keyof SinkEvents>(event: Name, callback: SinkEvents[Name]): () => void
  listeners<Name extends keyof SinkEvents>(event: Name): Iterable<SinkEvents[Name]>
}

export function createEvents(): Events {
  const callbacks: { [Name in keyof SinkEvents]: Set<SinkEvents[Name]> } = {
    data: new Set(),
    request: new Set(),
    devices: new Set(),
    clear: new Set(),
  }
  return {
    on(event, callback) {
      callbacks[event].add(callback)
      return () => void callbacks[event].delete(callback)
    },
    listeners: (event) => callbacks[event],
  }
}
