import type { Kinds } from '../calls/entries.ts'

/** How a platform differs from the others of WeChat's shape. */
export interface MiniSpec {
  /** SkyWalking's, where it has registered one, and with it a layer; else its generic client, 10001. */
  componentId?: number
  /** Takes ArrayBuffer bodies. */
  binary?: boolean
  /** request, uploadFile and downloadFile always return tasks, never promises; else it is found out. */
  tasks?: boolean
  /** Alipay's own ways: a field `headers`, synchronous storage that takes `{ key, data }`. */
  alipay?: boolean
  /** What its observer tells, where it has one. */
  kinds?: Kinds
}
