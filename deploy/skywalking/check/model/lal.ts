import type { LalCondition, LalMetrics, LalRule, LalStatement, LalValue } from './lal-tree.ts'
import type { Batch } from './mal.ts'

/* A log goes through a LAL rule, as in OAP. */

export interface Log {
  /** ms. */
  time: number
  service: string
  body: string
  /** Attributes of the log; a missing one reads as ''. */
  tags: Record<string, string>
  /** Attributes of the resource. */
  source: Record<string, string>
}

export interface Extracted {
  /** layer, instance, endpoint, traceId, segmentId, spanId. */
  fields: Record<string, string>
  /** As OAP stores them: the attributes of the log, and behind them what the rule adds; a name can stand twice. */
  tags: [name: string, value: string][]
  /** For MAL. */
  samples: Batch[]
}

/** What the rule makes of a log; undefined if it leaves it to others. */
export function runLal(rule: LalRule, log: Log): Extracted | undefined {
  const tags = Object.entries(log.tags).filter(([, value]) => value)
  const run: Run = { log, names: {}, extracted: { fields: {}, tags, samples: [] } }
  return runAll(rule.statements, run) ? run.extracted : undefined
}

interface Run {
  log: Log
  /** What `def` has defined. */
  names: Record<string, string | undefined>
  extracted: Extracted
}

/** False once it was aborted. */
function runAll(statements: LalStatement[], run: Run): boolean {
  return statements.every((statement) => runOne(statement, run))
}

function runOne(statement: LalStatement, run: Run): boolean {
  const { extracted } = run
  switch (statement.type) {
    case 'abort':
      return false
    case 'if': {
      const branch = statement.branches.find(({ when }) => holds(when, run))
      return runAll(branch ? branch.then : statement.otherwise, run)
    }
    case 'extractor':
    case 'sink':
      return runAll(statement.of, run)
    case 'def':
      run.names[statement.name] = textOf(statement.value, run)
      return true
    case 'field':
      extracted.fields[statement.name] = textOf(statement.value, run) ?? ''
      return true
    case 'tag': {
      // OAP keeps no empty tag
      const text = textOf(statement.value, run)
      if (text) extracted.tags.push([statement.name, text])
      return true
    }
    case 'metrics':
      extracted.samples.push(sampleOf(statement, run))
      return true
  }
}

function sampleOf({ name, timestamp, value, labels }: LalMetrics, run: Run): Batch {
  const set = Object.entries(labels).flatMap(([label, from]) => {
    const text = textOf(from, run)
    return text === undefined ? [] : [[label, text]]
  })
  const sample = {
    labels: Object.fromEntries(set) as Record<string, string>,
    time: Number(textOf(timestamp, run)),
    value: Number(textOf(value, run)),
  }
  return { [name]: [sample] }
}

function holds(condition: LalCondition, run: Run): boolean {
  if (condition.type === 'and') return condition.of.every((each) => holds(each, run))
  if (condition.type === 'or') return condition.of.some((each) => holds(each, run))
  const isEqual = textOf(condition.left, run) === textOf(condition.right, run)
  return isEqual === (condition.type === 'equal')
}

/** Undefined is LAL's null. */
function textOf(value: LalValue, { log, names }: Run): string | undefined {
  switch (value.type) {
    case 'text':
      return value.value
    case 'number':
      return String(value.value)
    case 'null':
      return undefined
    case 'name':
      return names[value.value]
    case 'log':
      if (value.field === 'service') return log.service
      if (value.field === 'timestamp') return String(log.time)
      throw new Error(`LAL: log.${value.field} is not known to this check`)
    case 'call':
      if (value.name === 'tag') return log.tags[value.argument] ?? ''
      if (value.name === 'sourceAttribute') return log.source[value.argument] ?? ''
      throw new Error(`LAL: ${value.name}() is not known to this check`)
  }
}
