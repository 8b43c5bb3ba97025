import { MODES, type Mode } from './child.ts'
import type { Entry } from './history.ts'
import { cellOf, growthFactors, SECTIONS, type Cell, type Samples, type Section } from './rows.ts'
import { growth as growthOf, GROWTH_LIMIT, GROWTH_MARGIN, NOISY, type Growth } from './stats.ts'
import { figure, mark, percent, table } from './table.ts'

export interface ReportRow {
  id: string
  name: string
  cells: Partial<Record<Mode, Cell>>
}

export interface Report {
  sections: { title: string; unit: Section['unit']; over: string; rows: ReportRow[] }[]
  growth: { id: string; modes: Partial<Record<Mode, Growth>> }[]
}

export function createReport(samples: Record<Mode, Samples>): Report {
  const sections = SECTIONS.map(({ title, unit, over, lines }) => ({
    title,
    unit,
    over,
    rows: lines
      .map((line) => ({
        id: line.id,
        name: line.name,
        cells: byMode((mode) => cellOf(line, mode, samples[mode])),
      }))
      .filter(({ cells }) => MODES.some((mode) => cells[mode])),
  })).filter(({ rows }) => rows.length)
  const factors = { jit: growthFactors(samples.jit), jitless: growthFactors(samples.jitless) }
  const ids = new Set(MODES.flatMap((mode) => [...factors[mode].keys()]))
  return {
    sections,
    growth: [...ids].map((id) => ({
      id,
      modes: byMode((mode) => factors[mode].has(id) && growthOf(factors[mode].get(id)!)),
    })),
  }
}

function byMode<T>(fn: (mode: Mode) => T | undefined | false): Partial<Record<Mode, T>> {
  const result: Partial<Record<Mode, T>> = {}
  for (const mode of MODES) {
    const value = fn(mode)
    if (value) result[mode] = value
  }
  return result
}

/** Ratios by mode and line, as the history keeps them. */
export function ratiosOf({ sections }: Report): Entry['ratios'] {
  const ratios: Entry['ratios'] = {}
  for (const { rows } of sections)
    for (const { id, cells } of rows)
      for (const mode of MODES) {
        const ratio = cells[mode]?.ratio
        if (ratio !== undefined && Number.isFinite(ratio))
          ratios[`${mode} ${id}`] = Number(ratio.toPrecision(3))
      }
  return ratios
}

/** Laws of growth that are broken: what fails a build. */
export function failuresOf({ growth }: Report): string[] {
  return growth.flatMap(({ id, modes }) =>
    MODES.filter((mode) => modes[mode]?.verdict === 'superlinear').map(
      (mode) => `${id} (${mode}): ten times the load takes ${figure(modes[mode]!.factor)} times as long`,
    ),
  )
}

/** What is missed, of all targets and goals. */
export function missesOf({ sections }: Report, kind: 'target' | 'goal'): string[] {
  return sections.flatMap(({ rows, unit }) =>
    rows.flatMap(({ id, cells }) =>
      MODES.filter((mode) => cells[mode]?.[kind] === false).map((mode) => {
        const { value, ratio } = cells[mode]!
        const times = ratio === undefined ? '' : `, × ${figure(ratio)}`
        return `${id} (${mode}): ${scaled(value, unit)} ${unit}${times}`
      }),
    ),
  )
}

function scaled(value: number, unit: Section['unit']): string {
  return figure(unit === 'KB' ? value / 1000 : value)
}

/** All tables as text; `before`: the run that was recorded last. */
export function printReport(report: Report, before?: Entry): string {
  return [
    ...report.sections.map((section) => sectionText(section, before)),
    growthText(report),
    noiseText(report),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function sectionText({ title, unit, over, rows }: Report['sections'][number], before?: Entry): string {
  const head = [title, ...MODES.flatMap((mode) => [`${mode} ${unit}`, '×', 'was', '±', 't', 'g'])]
  const lines = rows.map(({ id, name, cells }) => [
    name,
    ...MODES.flatMap((mode) => {
      const cell = cells[mode]
      if (!cell) return ['', '', '', '', '', '']
      const was = before?.ratios[`${mode} ${id}`]
      return [
        scaled(cell.value, unit),
        cell.ratio === undefined ? '' : figure(cell.ratio),
        was === undefined ? '' : figure(was),
        cell.spread ? percent(cell.spread) + (cell.noisy ? '!' : '') : '',
        mark(cell.target),
        mark(cell.goal),
      ]
    }),
  ])
  const text = table(head, lines)
  return over ? `${text}\n× ${over}` : text
}

function growthText({ growth }: Report): string {
  if (!growth.length) return ''
  const cell = (one?: Growth) =>
    one ? [figure(one.factor), one.verdict === 'linear' ? '✓' : one.verdict] : ['', '']
  const rows = growth.map(({ id, modes }) => [id, ...MODES.flatMap((mode) => cell(modes[mode]))])
  const law =
    `At most ${GROWTH_LIMIT} times; beyond that a build fails if three of four rounds are above ` +
    `${figure(GROWTH_LIMIT * (1 + GROWTH_MARGIN))}.`
  return `${table(['Ten times the load', ...MODES.flatMap((mode) => [mode, ''])], rows)}\n${law}`
}

function noiseText({ sections }: Report): string {
  const all = sections.flatMap(({ rows }) => rows.flatMap(({ cells }) => Object.values(cells)))
  const noisy = all.filter((cell) => cell.noisy).length
  const legend = `± is the spread of the middle half of the rounds; t: target of this version; g: goal.`
  if (!noisy) return legend
  const share = `${noisy} of ${all.length} figures spread by more than ${percent(NOISY)} (!)`
  const advice =
    noisy > all.length / 4
      ? 'this machine is too noisy: take them as rough, or run again'
      : 'take those as rough'
  return `${legend}\n${share}: ${advice}.`
}
