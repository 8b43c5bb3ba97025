import { keeps, type Mark } from './bounds.ts'
import type { Mode } from './child.ts'
import type { Series } from './measure.ts'
import { median, NOISY, pairwise, spread } from './stats.ts'

/** µs of one operation, one value a round, by subject. */
export type Samples = Map<string, number[]>

/** A line of the table before anything is computed. */
export interface Line {
  id: string
  name: string
  /** Values of the rounds. */
  value(samples: Samples): number[]
  /** What they are compared with, round by round. */
  ratio?(samples: Samples): number[]
}

export interface Section {
  title: string
  unit: 'µs' | 'KB' | 'bytes'
  /** What the ratio is to. */
  over: string
  lines: Line[]
}

export interface Cell {
  value: number
  ratio?: number
  /** Of the values. */
  spread: number
  noisy: boolean
  target: Mark
  goal: Mark
}

export function samplesOf(series: Series[]): Samples {
  const samples: Samples = new Map()
  for (const { id, rounds } of series) samples.set(id, (samples.get(id) ?? []).concat(rounds))
  return samples
}

/** Undefined for a line that was not measured. */
export function cellOf(line: Line, mode: Mode, samples: Samples): Cell | undefined {
  const values = line.value(samples)
  if (!values.length) return undefined
  const ratios = line.ratio?.(samples)
  const value = median(values)
  const ratio = ratios && median(ratios)
  return {
    value,
    ratio,
    spread: spread(values),
    noisy: spread(values) > NOISY,
    target: keeps(line.id, mode, 'target', value, ratio),
    goal: keeps(line.id, mode, 'goal', value, ratio),
  }
}

function of(samples: Samples, id: string) {
  return samples.get(id) ?? []
}

function over(a: string, b: string) {
  return (samples: Samples) => pairwise(of(samples, a), of(samples, b), (x, y) => x / y)
}

function lineOf(id: string, name: string, yardstick?: string): Line {
  return {
    id,
    name,
    value: (samples) => of(samples, id),
    ratio: yardstick ? over(id, yardstick) : undefined,
  }
}

/** The time of a yardstick, and how many times that the kit takes. */
function against(id: string, yardstick: string, name: string): Line {
  return {
    id: `${id}~${yardstick.split('/').pop()}`,
    name,
    value: (samples) => of(samples, yardstick),
    ratio: over(id, yardstick),
  }
}

/** What a wrapper adds to the bare call. */
function added(id: string, name: string): Line {
  const cost = (subject: string) => (samples: Samples) =>
    pairwise(of(samples, subject), of(samples, `${id}/bare`), (x, bare) => x - bare)
  return {
    id,
    name,
    value: cost(id),
    ratio: (samples) =>
      pairwise(cost(id)(samples), cost(`${id}/by-hand`)(samples), (x, byHand) => x / byHand),
  }
}

const TRACINGS = { off: 'no tracing', sw8: 'sw8', all: 'sw8, W3C, B3' }
const EMITS: [string, string][] = [
  ['error-new', 'captureError, a new error'],
  ['error-again', 'captureError, the same again'],
  ['log', 'log'],
  ['gauge', 'gauge'],
  ['count', 'count'],
  ['histogram', 'histogram'],
  ['span', 'startSpan and end'],
  ['record-log', 'record, a raw log'],
  ['record-metric', 'record, a raw metric'],
  ['record-segment', 'record, a raw segment'],
]

export const SECTIONS: Section[] = [
  {
    title: 'One request: what the kit adds to the bare call',
    unit: 'µs',
    over: 'a minimal wrapper',
    lines: Object.entries(TRACINGS)
      .flatMap(([tracing, label]) =>
        ['success', 'error'].flatMap((outcome) =>
          ['request', 'uploadFile', 'downloadFile'].map((api) =>
            added(`request/${api}/${outcome}/${tracing}`, `${api}, ${outcome}, ${label}`),
          ),
        ),
      )
      .concat(lineOf('request/later/sw8', 'of one with sw8, later: its span')),
  },
  {
    title: 'Taking in one',
    unit: 'µs',
    over: 'JSON.stringify of it',
    lines: EMITS.map(([id, name]) => lineOf(`emit/${id}`, name, `emit/${id}/stringify`)),
  },
  {
    title: 'Encoding a flush of 200 events',
    unit: 'µs',
    over: 'see the line',
    lines: [
      lineOf('flush/proto', 'protobuf; × JSON.stringify of the OTLP JSON', 'flush/stringify'),
      against('flush/proto', 'flush/transformer-proto', 'otlp-transformer, protobuf; ours × that'),
      against('flush/proto', 'flush/protobufjs', 'protobufjs, ready messages; ours × that'),
      lineOf('flush/json', 'JSON; × JSON.stringify of it', 'flush/stringify'),
      against('flush/json', 'flush/transformer-json', 'otlp-transformer, JSON; ours × that'),
      lineOf('flush/stretch', 'longest stretch on the thread, 200 events'),
      lineOf('flush/stretch/large', 'longest stretch on the thread, 2000 events'),
    ],
  },
  {
    title: 'Background and restart, 200 events',
    unit: 'µs',
    over: 'JSON.stringify or .parse of them',
    lines: [
      lineOf('background/hide', 'storing on hide', 'background/stringify'),
      lineOf('background/hide-and-send', 'storing on hide, and a last try to send', 'background/stringify'),
      lineOf('background/restore', 'restoring', 'background/parse'),
    ],
  },
  {
    title: 'Start',
    unit: 'µs',
    over: '',
    lines: [
      lineOf('start/init', 'init, warm'),
      lineOf('start/ready', 'init until the storage was read, warm'),
      lineOf('start/cold-load', 'evaluating the code, cold'),
      lineOf('start/cold-init', 'init, cold'),
    ],
  },
  {
    title: 'Memory retained',
    unit: 'KB',
    over: '',
    lines: [
      lineOf('memory/code', 'after evaluating the code'),
      lineOf('memory/init', 'after init, with what the engine compiled'),
      lineOf('memory/settled', 'after init, without'),
      lineOf('memory/queued', 'by 200 queued events'),
      lineOf('memory/sent', 'after they were sent'),
    ],
  },
  {
    title: 'Bytes on the wire, 200 events',
    unit: 'bytes',
    over: 'ours, protobuf, × that',
    lines: [
      lineOf('bytes/proto', 'protobuf'),
      lineOf('bytes/json', 'JSON'),
      against('bytes/proto', 'bytes/one-at-a-time', 'OTLP JSON, one record at a time'),
      against('bytes/proto', 'bytes/official', 'protobufjs with the official definitions'),
      against('bytes/proto', 'bytes/transformer', 'otlp-transformer, protobuf'),
    ].map((each) => ({ ...each, id: each.id.replace('proto~', '') })),
  },
]

/** How often the time of the work is that of ten times the work, by what was measured so. */
export function growthFactors(samples: Samples): Map<string, number[]> {
  const factors = new Map<string, number[]>()
  for (const [id, tenfold] of samples) {
    if (!id.endsWith('/x10')) continue
    const base = id.slice(0, -'/x10'.length)
    const once = of(samples, `${base}/x1`).length ? of(samples, `${base}/x1`) : of(samples, base)
    factors.set(
      base,
      pairwise(tenfold, once, (ten, one) => ten / one),
    )
  }
  return factors
}
