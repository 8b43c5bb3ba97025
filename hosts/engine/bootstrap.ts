/**
 * Runs in each new context, with `given` in scope: puts the device's clock behind Date, its random source
 * behind Math.random, and for old iOS a Promise whose jobs are timers:
 * docs/platforms/wechat.md#jobs
 */
export const BOOTSTRAP = `'use strict'
  const { now, random, setTimeout, timerPromise } = given
  const IntrinsicDate = Date
  const define = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true })

  function DeviceDate(...args) {
    if (!new.target) return new IntrinsicDate(now()).toString()
    return Reflect.construct(IntrinsicDate, args.length ? args : [now()], new.target)
  }
  define(DeviceDate, 'name', 'Date')
  DeviceDate.prototype = IntrinsicDate.prototype
  define(DeviceDate, 'now', () => now())
  define(DeviceDate, 'parse', IntrinsicDate.parse)
  define(DeviceDate, 'UTC', IntrinsicDate.UTC)
  define(IntrinsicDate.prototype, 'constructor', DeviceDate)
  define(globalThis, 'Date', DeviceDate)

  // Stacks end where the platform begins: nobody's app sees our files.
  define(Error, 'prepareStackTrace', (error, frames) => {
    let head = 'Error'
    try {
      head = String(error)
    } catch {}
    const lines = frames.filter((frame) => !/^(\\/|file:|node:|\\w:\\\\)/.test(frame.getFileName() || ''))
    return [head, ...lines.map((frame) => '    at ' + frame)].join('\\n')
  })

  if (random) define(Math, 'random', random)

  if (timerPromise) {
    class TimerPromise {
      constructor(executor) {
        this._state = 0
        this._waiting = []
        const settle = (state, value) => {
          if (this._state) return
          this._state = state
          this._value = value
          for (const run of this._waiting) setTimeout(run, 0)
        }
        let called = false
        const reject = (reason) => {
          if (!called) settle(2, reason)
          called = true
        }
        const resolve = (value) => {
          if (called) return
          called = true
          try {
            const then = value && /^(object|function)$/.test(typeof value) && value.then
            if (typeof then !== 'function') return settle(1, value)
            let once = true
            then.call(value, (v) => { if (once) { once = called = false; resolve(v) } },
              (r) => { if (once) { once = false; settle(2, r) } })
          } catch (error) {
            settle(2, error)
          }
        }
        try {
          executor(resolve, reject)
        } catch (error) {
          reject(error)
        }
      }
      then(onFulfilled, onRejected) {
        return new TimerPromise((resolve, reject) => {
          const run = () => {
            const handler = this._state === 1 ? onFulfilled : onRejected
            if (typeof handler !== 'function') return (this._state === 1 ? resolve : reject)(this._value)
            try {
              resolve(handler(this._value))
            } catch (error) {
              reject(error)
            }
          }
          if (this._state) setTimeout(run, 0)
          else this._waiting.push(run)
        })
      }
      catch(onRejected) {
        return this.then(undefined, onRejected)
      }
      static resolve(value) {
        return value instanceof TimerPromise ? value : new TimerPromise((resolve) => resolve(value))
      }
      static reject(reason) {
        return new TimerPromise((resolve, reject) => reject(reason))
      }
      static all(values) {
        return new TimerPromise((resolve, reject) => {
          const results = []
          let open = values.length
          if (!open) resolve(results)
          values.forEach((value, i) => TimerPromise.resolve(value).then((v) => {
            results[i] = v
            if (!--open) resolve(results)
          }, reject))
        })
      }
      static race(values) {
        return new TimerPromise((resolve, reject) =>
          values.forEach((value) => TimerPromise.resolve(value).then(resolve, reject)))
      }
    }
    define(TimerPromise, 'name', 'Promise')
    define(globalThis, 'Promise', TimerPromise)
  }
`
