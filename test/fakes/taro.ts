/**
 * `@tarojs/taro` as a mini program has it, for tests of the adapter on Taro's own runtime. The real package is CommonJS
 * and finds its platform while it loads; this one has its requests made by the test.
 */
import Taro from '@tarojs/api'
import { Current, eventCenter } from '@tarojs/runtime'

/* eslint-disable @typescript-eslint/no-explicit-any, no-restricted-syntax -- as the real one is */
type Any = any

/** What goes to the platform in the end. */
export const native = {
  requests: [] as Any[],
  navigations: [] as Any[],
  /** A promise with the methods of a task. */
  answer: (_params: Any): Any => Promise.resolve({ statusCode: 200, errMsg: 'request:ok' }),
}

const link = (Taro as Any).interceptorify((params: Any) => {
  native.requests.push(params)
  return Object.assign(native.answer(params), { abort() {} })
})

function navigate(name: string) {
  return (options: Any) => {
    native.navigations.push([name, options])
    return Promise.resolve({ errMsg: name + ':ok' })
  }
}

const taro: Any = Object.assign(Taro, {
  request: (params: Any) => link.request(params),
  addInterceptor: (interceptor: Any) => link.addInterceptor(interceptor),
  cleanInterceptors: () => link.cleanInterceptors(),
  navigateTo: navigate('navigateTo'),
  redirectTo: navigate('redirectTo'),
  switchTab: navigate('switchTab'),
  reLaunch: navigate('reLaunch'),
  eventCenter,
  Current,
})

export const { addInterceptor } = taro
export default taro
