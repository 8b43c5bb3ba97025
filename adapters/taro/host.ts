/** What is used of the objects that Taro hands about; it exports no types of them: docs/platforms/taro.md#types */
import type { Fn } from '../../core/internal/guard.ts'

/** A page, as the platform or the router of web pages has it. */
export interface TaroPage {
  route?: string
  __route__?: string
  $taroPath?: string
  path?: string
}

/** What goes to `Page()`: hooks by their names on the platform, and more. */
export interface PageConfig {
  [member: string]: unknown
}

/** Parameters of `Taro.request` on their way through the interceptors. */
export interface RequestParams {
  url: string
  method?: string
  header?: { [name: string]: string }
}

/** Where an interceptor stands in Taro's chain. */
export interface Chain {
  requestParams: RequestParams
  /** Gives the task, a promise with `abort` and its kin. */
  proceed(params: RequestParams): Promise<unknown>
}

/** A component of React's or Vue's that Taro mounts as a page. */
export type PageComponent = unknown

/** A function that is replaced, if it is one. */
export function asFunction(member: unknown): Fn | undefined {
  return typeof member === 'function' ? (member as Fn) : undefined
}
