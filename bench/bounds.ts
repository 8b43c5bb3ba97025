import type { Mode } from './child.ts'

/** What a row of the table is to keep to; `target` is what this version promises, `goal` where the kit is going. */
export interface Bound {
  /** Id of the row. */
  row: RegExp
  kind: 'target' | 'goal'
  of: 'value' | 'ratio'
  /** µs, bytes, or times. */
  most: Record<Mode, number>
}

function bound(row: RegExp, kind: Bound['kind'], of: Bound['of'], jit: number, jitless = jit): Bound {
  return {
    row,
    kind,
    of,
    most: { jit, jitless },
  }
}

export const BOUNDS: Bound[] = [
  bound(/^request\/\w+\/success\/off$/, 'target', 'value', 1.5, 5),
  bound(/^request\/\w+\/success\/off$/, 'goal', 'value', 1.2, 4),
  bound(/^request\/\w+\/success\/off$/, 'goal', 'ratio', 3),
  bound(/^request\/\w+\/success\/(sw8|all)$/, 'target', 'value', 4, 12),
  bound(/^request\/\w+\/success\/sw8$/, 'goal', 'value', 2.5, 8),
  bound(/^flush\/proto$/, 'target', 'value', 1000, 4000),
  bound(/^flush\/proto$/, 'goal', 'ratio', 0.8, 3),
  bound(/^flush\/proto~transformer-proto$/, 'goal', 'ratio', 1 / 4, 1 / 7),
  bound(/^flush\/stretch/, 'goal', 'value', 2000, 4000),
  bound(/^start\/init$/, 'goal', 'value', 30, 150),
  bound(/^start\/cold-init$/, 'goal', 'value', 1000, 4000),
  bound(/^memory\/settled$/, 'goal', 'value', 40000),
  bound(/^memory\/queued$/, 'goal', 'value', 200000),
  bound(/^bytes\/one-at-a-time$/, 'goal', 'ratio', 0.6),
  bound(/^bytes\/official$/, 'goal', 'ratio', 1),
]

export type Mark = boolean | undefined

/** Whether all bounds of that kind are kept; undefined if there are none. */
export function keeps(row: string, mode: Mode, kind: Bound['kind'], value: number, ratio?: number): Mark {
  const bounds = BOUNDS.filter((each) => each.kind === kind && each.row.test(row))
  if (!bounds.length) return undefined
  return bounds.every(({ of, most }) => (of === 'value' ? value : (ratio ?? NaN)) <= most[mode])
}
