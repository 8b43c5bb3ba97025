import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Store } from '../sink/index.ts'
import { createFeed } from './feed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function reader() {
  const response = Object.assign(new EventEmitter(), {
    ...{ writableLength: 0, status: 0, said: '', ended: false },
    writeHead: (status: number) => Object.assign(response, { status }),
    write: (text: string) => void (response.said += text),
    end() {
      response.ended = true
      response.emit('close')
    },
  })
  return response
}

function storeOf(snapshot: (filter: { service?: string }) => object): Store {
  let version = 0
  return {
    get version() {
      return ++version
    },
    snapshot,
  } as unknown as Store
}

test('a snapshot that cannot be made ends neither the process nor what others read', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  let broken = false
  const feed = createFeed(
    storeOf(({ service }) => {
      if (broken && service === 'odd') throw new TypeError('Cannot convert object to primitive value')
      return { service }
    }),
    1000,
  )
  const [odd, even] = [reader(), reader()]
  feed.add(odd as unknown as ServerResponse, { service: 'odd' })
  feed.add(even as unknown as ServerResponse, { service: 'even' })
  broken = true
  vi.advanceTimersByTime(2000)
  expect([odd.ended, even.ended, even.said.split('data: ').length]).toEqual([true, false, 4])
  expect(told).toHaveBeenCalledOnce()
  feed.close()
})

test('a page that opens streams without end gets so many, and whoever leaves makes room', () => {
  const feed = createFeed(
    storeOf(() => ({})),
    1000,
  )
  const readers = Array.from({ length: 100 }, reader)
  for (const each of readers) feed.add(each as unknown as ServerResponse, {})
  expect(readers.filter(({ status }) => status === 200).length).toBeLessThan(50)
  expect(readers.at(-1)!.status).toBe(503)
  readers[0]!.emit('close')
  const next = reader()
  feed.add(next as unknown as ServerResponse, {})
  expect(next.status).toBe(200)
  feed.close()
})
