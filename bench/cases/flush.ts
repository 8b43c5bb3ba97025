import { settled } from '../clock.ts'
import { bytesOf, createEncoder, type Encoder } from '../encode.ts'
import { ROOMY, started } from '../kit.ts'
import { collect, subject, timeOfAsync, type Subject } from '../measure.ts'
import { createMix, fresh, signalsOf, type Mix } from '../mix.ts'
import { encodeMessages, toMessages } from '../yardsticks/protobufjs.ts'
import { serializeJson, serializeProtobuf, toSdk } from '../yardsticks/transformer.ts'

/** So many different mixes take turns that an encoder can't know them by heart. */
const MIXES = 16

/** Encoding 200 events, by the kit's exporters and by others; and the longest stretch on the thread in a whole flush. */
export function flushCases(): Subject[] {
  const texts = textsOf(MIXES, 1)
  const tenfold = textsOf(2, 10)
  const proto = createEncoder('proto')
  const json = createEncoder('json')
  return [
    encoding('flush/proto', texts, (mix) => mix, proto),
    encoding('flush/json', texts, (mix) => mix, json),
    encoding('flush/transformer-proto', texts, toSdk, serializeProtobuf),
    encoding('flush/transformer-json', texts, toSdk, serializeJson),
    encoding('flush/protobufjs', texts, (mix) => toMessages(proto(mix)), encodeMessages),
    encoding('flush/stringify', texts, objectsOf(json), (objects) => objects.map((o) => JSON.stringify(o))),
    encoding('flush/proto/x1', texts, (mix) => mix, proto),
    encoding('flush/proto/x10', tenfold, (mix) => mix, proto),
    encoding('flush/json/x1', texts, (mix) => mix, json),
    encoding('flush/json/x10', tenfold, (mix) => mix, json),
    stretch('flush/stretch', texts),
    stretch('flush/stretch/large', tenfold),
  ]
}

function textsOf(count: number, times: number): string[] {
  return Array.from({ length: count }, (_, seed) => JSON.stringify(createMix(seed, times)))
}

/** What is made ready in the form that an encoder wants is not counted; ten times the events are one sample, too. */
function encoding<T>(
  id: string,
  texts: string[],
  ready: (mix: Mix) => T,
  encode: (data: T) => unknown,
): Subject {
  const ops = texts.length > 2 ? 5 : 1
  let at = 0
  let data: T[] = []
  let kept: unknown
  const made = subject(
    id,
    ops,
    (i) => (kept = encode(data[i])),
    () => {
      if (at > ops && !kept) throw new Error(`${id} encoded nothing`)
      data = Array.from({ length: ops }, () => ready(fresh(texts[at++ % texts.length])))
      collect()
    },
  )
  return Object.assign(made, { warmUp: 60 / ops })
}

function objectsOf(json: Encoder): (mix: Mix) => unknown[] {
  return (mix) => json(mix).map((body) => JSON.parse(String(body)))
}

/** The longest time for which the thread is not given back: from a timer or an answer until all has settled. */
function stretch(id: string, texts: string[]): Subject {
  let at = 0
  return {
    id,
    ops: 1,
    warmUp: 30,
    async sample() {
      const { monitor, host, clock } = await started({ options: ROOMY })
      host.network = 'slow'
      for (const signal of signalsOf(fresh(texts[at++ % texts.length]))) {
        clock.skip(60)
        monitor.emit(signal)
      }
      clock.reset()
      collect()
      let longest = 0
      let step: () => unknown = () => void monitor.flush()
      for (let more = true; more;) {
        const time = await timeOfAsync(async () => {
          more = step() !== false
          await settled()
        })
        longest = Math.max(longest, time)
        // slices, if there are any, follow at once
        step = () => clock.next(20) || host.answer()
      }
      void monitor.shutdown()
      return longest
    },
  }
}

/** Bytes on the wire, by encoder, and of a single event among others. */
export function wireBytes(): Record<string, number> {
  const mix = createMix(1)
  const proto = createEncoder('proto')
  const json = createEncoder('json')
  const ours = proto(mix)
  const facts: Record<string, number> = {
    proto: bytesOf(ours),
    json: bytesOf(json(mix)),
    'one-at-a-time': singly(mix).reduce((sum, one) => sum + bytesOf(json(one).filter(isSent(one))), 0),
    official: encodeMessages(toMessages(ours)),
    transformer: serializeProtobuf(toSdk(mix)),
  }
  const none: Mix = { logs: [], metrics: [], spans: [] }
  const kinds: [string, Mix, number][] = [
    ['log', { ...none, logs: mix.logs }, 100],
    ['gauge point', { ...none, metrics: mix.metrics.filter((m) => m.type === 'gauge') }, 54],
    ['histogram series', { ...none, metrics: mix.metrics.filter((m) => m.type === 'histogram') }, 60],
    ['span', { ...none, spans: mix.spans }, 40],
  ]
  for (const [kind, part, count] of kinds) {
    for (const [name, encode] of [['proto', proto] as const, ['json', json] as const]) {
      const empty = bytesOf(encode(none))
      facts[`${name}, a ${kind}`] = Math.round((bytesOf(encode(part)) - empty) / count)
    }
  }
  return facts
}

/** Every event on its own: each gauge is one, each histogram with its series. */
function singly({ logs, metrics, spans }: Mix): Mix[] {
  const none: Mix = { logs: [], metrics: [], spans: [] }
  const single = metrics.flatMap((metric) =>
    metric.type === 'gauge' ? metric.points.map((point) => ({ ...metric, points: [point] })) : [metric],
  )
  return [
    ...logs.map((log) => ({ ...none, logs: [log] })),
    ...single.map((metric) => ({ ...none, metrics: [metric] })),
    ...spans.map((span) => ({ ...none, spans: [span] })),
  ]
}

/** Of the three bodies the one that has something in it. */
function isSent({ logs, metrics, spans }: Mix): (body: unknown, i: number) => boolean {
  return (_, i) => [logs, metrics, spans][i].length > 0
}
