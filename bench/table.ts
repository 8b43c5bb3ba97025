/** A table in plain text: the first column to the left, all others to the right; empty columns are left out. */
export function table(head: string[], rows: string[][]): string {
  const filled = head.map((_, i) => !i || rows.some((row) => row[i]))
  const all = [head, ...rows].map((row) => row.filter((_, i) => filled[i]))
  const widths = all[0].map((_, i) => Math.max(...all.map((row) => [...(row[i] ?? '')].length)))
  const lines = all.map((row) =>
    widths
      .map((width, i) => {
        const cell = row[i] ?? ''
        const padding = ' '.repeat(width - [...cell].length)
        return i ? padding + cell : cell + padding
      })
      .join('  ')
      .trimEnd(),
  )
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}

/** Three digits that matter, and no exponent. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value.toFixed(decimalsOf(Math.abs(value)))
}

function decimalsOf(size: number): number {
  if (size >= 99.95 || size === 0) return 0
  return size >= 9.995 ? 1 : 2
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

export function mark(kept: boolean | undefined): string {
  if (kept === undefined) return ''
  return kept ? '✓' : '✗'
}
