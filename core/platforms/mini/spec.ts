import type { Kinds } from '../calls/entries.ts'

/** How a platform differs from the others of WeChat's shape: docs/platforms/README.md */
export interface MiniSpec {
  /**
   * SkyWalking's, where it has registered one, and with it a layer; else its generic client, 10001:
   * https://github.com/apache/skywalking/pull/13835
   */
  componentId?: number
  /** Takes ArrayBuffer bodies: docs/platforms/wechat.md#bodies, and the same word of the others. */
  binary?: boolean
  /**
   * request, uploadFile and downloadFile always return tasks, never promises; else it is found out:
   * docs/platforms/mini.md#promises
   */
  tasks?: boolean
  /**
   * Alipay's own ways: a field `headers` (docs/platforms/alipay.md#headers), synchronous storage that takes
   * `{ key, data }` (docs/platforms/alipay.md#storage).
   */
  alipay?: boolean
  /** What its observer tells, where it has one. */
  kinds?: Kinds
}
