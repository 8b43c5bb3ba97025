import type { Evidence } from '../evidence.ts'

/** What of `monitor.diagnostics()` is looked at. */
interface Said {
  dropped: { [kind: string]: { [reason: string]: number } }
  errors: unknown[]
  warnings: string[]
}

/** taken + restored = delivered + dropped + pending + stored, and nothing dropped but what was merged. */
export function accountProblems({ runs }: Evidence): string[] {
  return runs.flatMap((run) => {
    const { dropped, errors, warnings } = run.app.monitor.diagnostics() as Said
    const lost = Object.entries(dropped).flatMap(([kind, reasons]) =>
      Object.entries(reasons)
        .filter(([reason]) => reason !== 'deduplicated')
        .map(([reason, count]) => `${count} × ${kind} dropped: ${reason}`),
    )
    return [...lost, ...errors.map((error) => `error: ${JSON.stringify(error)}`), ...warnings]
  })
}
