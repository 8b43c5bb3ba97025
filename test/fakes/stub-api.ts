/**
 * A platform object whose every move is the test's: it notes what it is handed and calls back as it is told. For the
 * law of transparency, where the simulated platforms would hide too much; those are for behaviour.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

export interface StubBehaviour {
  /** What a call gives when there is nobody to call back; with callbacks a task, unless it is undefined. */
  returns: 'task' | 'promise' | 'task-promise' | 'undefined'
  outcome: 'success' | 'http-error' | 'fail' | 'abort' | 'throw' | 'never'
  /** Callbacks come before the call returns. */
  sync: boolean
  /** `this` of the callbacks. */
  callbackThis: 'undefined' | 'options' | 'task'
}

export interface StubCall {
  self: unknown
  args: unknown[]
  task: object
  result: object
}

export interface Stub {
  api: Any
  calls: StubCall[]
  /** What callbacks returned or threw, as the platform saw it. */
  heard: unknown[][]
  /** Lets all pending outcomes come. */
  settle(): void
}

export function stubApi(behaviour: StubBehaviour, heard: unknown[][] = []): Stub {
  const calls: StubCall[] = []
  const pending: (() => void)[] = []

  const send = (name: string) =>
    function (this: unknown, ...args: Any[]) {
      const options = args[0]
      const task = { abort() {}, onHeadersReceived() {}, name }
      const failed = behaviour.outcome === 'fail' || behaviour.outcome === 'abort'
      const result = failed
        ? { errMsg: `${name}:fail ${behaviour.outcome === 'abort' ? 'abort' : 'timeout'}`, errno: 5 }
        : { statusCode: behaviour.outcome === 'http-error' ? 503 : 200, data: {}, errMsg: `${name}:ok` }
      calls.push({ self: this, args, task, result })
      if (behaviour.outcome === 'throw') throw new TypeError('the platform does not like it')

      const self = { undefined: undefined, options, task }[behaviour.callbackThis]
      const tell = (which: string) => {
        const callback = options === null || options === undefined ? undefined : options[which]
        if (callback === null || callback === undefined) return
        try {
          heard.push([which, 'returned', callback.call(self, result, 'second')])
        } catch (error) {
          heard.push([which, 'threw', error])
        }
      }
      const bare = ['success', 'fail', 'complete'].every((which) => options?.[which] == null)
      if (bare && behaviour.returns.endsWith('promise')) {
        const promise = new Promise((resolve, reject) => {
          if (behaviour.outcome === 'never') return
          const go = () => (failed ? reject(result) : resolve(result))
          if (behaviour.sync) go()
          else pending.push(go)
        })
        return behaviour.returns === 'promise' ? promise : Object.assign(promise, task)
      }
      const callBack = () => {
        tell(failed ? 'fail' : 'success')
        tell('complete')
      }
      if (behaviour.outcome !== 'never') {
        if (behaviour.sync) callBack()
        else pending.push(callBack)
      }
      return behaviour.returns === 'undefined' ? undefined : task
    }

  return {
    api: {
      request: send('request'),
      uploadFile: send('uploadFile'),
      downloadFile: send('downloadFile'),
    },
    calls,
    heard,
    settle() {
      while (pending.length) pending.shift()!()
    },
  }
}
