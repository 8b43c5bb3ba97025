/** @jsxImportSource preact */
import type { Percentiles } from '../../../sink/store/histogram.ts'

/** A bar to P75, its shade to P95. */
export function Range({ summary, most }: { summary: Percentiles; most: number }) {
  const width = (value: number): string => `${((100 * value) / most).toFixed(1)}%`
  return (
    <span class="range" style={{ '--p75-at': width(summary.p75), '--p95-at': width(summary.p95) }}>
      <i />
      <b />
    </span>
  )
}
