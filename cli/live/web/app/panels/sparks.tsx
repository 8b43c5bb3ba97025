/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import type { Snapshot } from '../../../sink/store/snapshot.ts'

/** A filled line over `values`; all zero is a flat line. */
export function Spark({ values, color }: { values: number[]; color: string }) {
  const high = Math.max(1, ...values)
  const width = Math.max(1, values.length - 1)
  const points = values.map(
    (value, at) => `${((100 * at) / width).toFixed(1)},${(23 - (21 * value) / high).toFixed(1)}`,
  )
  const line = points.join(' L')
  return (
    <Frame color={color}>
      <path class="area" d={`M0,24 L${line} L100,24 Z`} />
      <path class="line" d={`M${line}`} />
    </Frame>
  )
}

/** Little columns; for counts where a line would lie. */
export function Columns({ values, color }: { values: number[]; color: string }) {
  const high = Math.max(1, ...values)
  const width = 100 / values.length
  return (
    <Frame color={color}>
      {values.map((value, at) => {
        const height = value === 0 ? 1 : Math.max(3, (23 * value) / high)
        return (
          <rect
            class={value === 0 ? 'none' : ''}
            x={(at * width).toFixed(2)}
            y={(24 - height).toFixed(2)}
            width={(width * 0.72).toFixed(2)}
            height={height.toFixed(2)}
          />
        )
      })}
    </Frame>
  )
}

function Frame({ color, children }: { color: string; children: ComponentChildren }) {
  return (
    <svg
      class="spark"
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      style={{ '--c': color }}
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

/** At least. */
const BINS_SHOWN = 24

/** The bins since the start, without the present one, which is not full yet. */
export function pastBins({ timeline, startedAt }: Snapshot): Snapshot['timeline']['bins'] {
  const { bins, step } = timeline
  const first = bins.findIndex(({ time }) => time + step > startedAt)
  const past = bins.length - 1
  return bins.slice(Math.max(0, first < 0 ? 0 : Math.min(first, past - BINS_SHOWN)), past)
}

/** A gap keeps the last value. */
export function carried(values: (number | undefined)[]): number[] {
  let last = 0
  return values.map((value) => {
    last = value ?? last
    return last
  })
}
