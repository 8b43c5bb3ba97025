import type { Monitor } from '../../core/monitor/api.ts'

/** Both sides of taken + restored = delivered + dropped + pending + stored, over all kinds. */
export function balanceOf(monitor: Pick<Monitor, 'diagnostics'>): { in: number; out: number } {
  const { taken, restored, delivered, dropped, pending, stored } = monitor.diagnostics()
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0)
  return {
    in: sum(taken) + sum(restored),
    out: sum(delivered) + Object.values(dropped).reduce((a, b) => a + sum(b), 0) + sum(pending) + sum(stored),
  }
}
