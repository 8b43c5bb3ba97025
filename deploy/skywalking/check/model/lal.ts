import type { Families } from './mal.ts'
import type { Condition, LalRule, Statement, Value } from './lal-syntax.ts'

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
  tags: Record<string, string>
  samples: Families[]
}

/** What the rule makes of a log; undefined if it leaves it to others. */
export function runLal(rule: LalRule, log: Log): Extracted | undefined {
  const names: Record<string, string | undefined> = {}
  const extracted: Extracted = { fields: {}, tags: {}, samples: [] }
  return run(rule.statements) ? extracted : undefined

  /** False once it was aborted. */
  function run(statements: Statement[]): boolean {
    return statements.every((statement) => {
      if (statement.type === 'abort') return false
      if (statement.type === 'if') {
        const branch = statement.branches.find(({ when }) => holds(when))
        return run(branch ? branch.then : statement.otherwise)
      }
      if (statement.type === 'extractor' || statement.type === 'sink') return run(statement.of)
      if (statement.type === 'def') names[statement.name] = text(statement.value)
      else if (statement.type === 'field') extracted.fields[statement.name] = text(statement.value) ?? ''
      else if (statement.type === 'tag') {
        // OAP keeps no empty tag
        const value = text(statement.value)
        if (value) extracted.tags[statement.name] = value
      } else extracted.samples.push(sample(statement))
      return true
    })
  }

  function sample({ name, timestamp, value, labels }: Extract<Statement, { type: 'metrics' }>): Families {
    const read = Object.entries(labels).flatMap(([label, from]) => {
      const value = text(from)
      return value === undefined ? [] : [[label, value]]
    })
    return {
      [name]: [
        { labels: Object.fromEntries(read), time: Number(text(timestamp)), value: Number(text(value)) },
      ],
    }
  }

  function holds(condition: Condition): boolean {
    if (condition.type === 'and') return condition.of.every(holds)
    if (condition.type === 'or') return condition.of.some(holds)
    return (text(condition.left) === text(condition.right)) === (condition.type === 'equal')
  }

  /** Undefined is LAL's null. */
  function text(value: Value): string | undefined {
    switch (value.type) {
      case 'text':
        return value.value
      case 'number':
        return String(value.value)
      case 'null':
        return undefined
      case 'name':
        if (!(value.value in names)) throw new Error(`LAL: ${value.value} is not defined`)
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
}
