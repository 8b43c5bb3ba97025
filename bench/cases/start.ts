import { createContext, runInContext } from 'node:vm'
import { settled } from '../clock.ts'
import { createHost, freeVariables } from '../host.ts'
import { start } from '../kit.ts'
import { collect, timeOf, timeOfAsync, type Subject } from '../measure.ts'

/** `init` when the code has run before, and all of the start; then in contexts that have never seen the kit. */
export function startCases(source: string): Subject[] {
  return [
    warm('start/init', 1),
    warm('start/init/x10', 10),
    ready('start/ready'),
    cold('start/cold-load', source, (run) => timeOf(() => void run())),
    cold('start/cold-init', source, (run) => {
      const { init } = run()
      return timeOf(() => init(OPTIONS))
    }),
  ]
}

const OPTIONS = {
  service: 'shop',
  serviceVersion: '1.4.2',
  collector: 'https://collector.example.com',
  enable: { tracing: true },
  request: { urlGroupRules: { orders: /\/orders\/\d+/ } },
}

const INITS = 5

/** One after the other, as in a framework's hot reload; `times`: what counts as one. */
function warm(id: string, times: number): Subject {
  return {
    id,
    ops: INITS,
    warmUp: 400 / times,
    async sample() {
      let time = 0
      collect()
      for (let i = 0; i < INITS * times; i++) {
        const host = createHost()
        let stop: () => unknown = () => {}
        time += timeOf(() => {
          const { monitor } = start({ host, options: OPTIONS })
          stop = () => monitor.shutdown()
        })
        void stop()
        await settled()
      }
      return time
    },
  }
}

/** Until the session is known and storage has been looked into. */
function ready(id: string): Subject {
  return {
    id,
    ops: 1,
    async sample() {
      const host = createHost()
      let stop: () => unknown = () => {}
      collect()
      const time = await timeOfAsync(async () => {
        const { monitor } = start({ host, options: OPTIONS })
        stop = () => monitor.shutdown()
        await settled()
      })
      void stop()
      await settled()
      return time
    },
  }
}

export interface Native {
  init(options: object): { emit(signal: object): void; diagnostics(): unknown; flush(): Promise<void> }
}

let copies = 0

/** The published code as a module in a context of its own, where nothing has been compiled yet. */
export function load(source: string, host = createHost(), more: object = {}): () => Native {
  const given = Object.assign(freeVariables(host), { setTimeout: () => 0, clearTimeout() {} }, more)
  // V8 remembers what it has compiled by its text
  const code = `(function (${Object.keys(given)}, module, exports) {${source}\n/* ${++copies} */})`
  const context = createContext({})
  return () => {
    const module = { exports: {} }
    ;(runInContext(code, context) as Run)(...Object.values(given), module, module.exports)
    return module.exports as Native
  }
}

type Run = (...args: unknown[]) => void

function cold(id: string, source: string, time: (run: () => Native) => number): Subject {
  return {
    id,
    ops: 1,
    sample() {
      const run = load(source)
      collect()
      return time(run)
    },
  }
}
