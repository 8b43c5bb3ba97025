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
  /** Tells all of them; what one of them throws is no affair of the others, nor of the request. */
  tell<Name extends keyof SinkEvents>(event: Name, ...what: Parameters<SinkEvents[Name]>): void
}

export function createEvents(onFailure: (error: unknown) => void): Events {
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
    tell(event, ...what) {
      for (const callback of callbacks[event])
        try {
          ;(callback as (...args: unknown[]) => void)(...what)
        } catch (error) {
          onFailure(error)
        }
    },
  }
}
