import { parseLal } from './lal-syntax.ts'
import type { LalCondition, LalRule, LalStatement, LalValue } from './lal-tree.ts'

/**
 * A rule as OAP would run it.
 * @throws SyntaxError what its grammar or its compiler does not take; then OAP does not start
 */
export function compileLal(text: string): LalRule {
  const rule = parseLal(text)
  resolve(rule.statements, new Set())
  return rule
}

/** A block of its own sees only what is defined in it: OAP makes a method of each. */
function resolve(statements: LalStatement[], names: Set<string>): void {
  for (const statement of statements) {
    valuesOf(statement).forEach((value) => mustBeKnown(value, names))
    if (statement.type === 'def') names.add(statement.name)
    if (statement.type === 'extractor' || statement.type === 'sink') resolve(statement.of, new Set())
    if (statement.type === 'if') {
      for (const { then } of statement.branches) resolve(then, new Set(names))
      resolve(statement.otherwise, new Set(names))
    }
  }
}

function mustBeKnown(value: LalValue, names: Set<string>): void {
  if (value.type === 'name' && !names.has(value.value))
    throw new SyntaxError(`LAL: Cannot resolve expression '[${value.value}]'`)
}

/** What a statement asks for by itself, without those inside. */
export function valuesOf(statement: LalStatement): LalValue[] {
  if (statement.type === 'metrics')
    return [statement.timestamp, statement.value, ...Object.values(statement.labels)]
  if (statement.type === 'if') return statement.branches.flatMap(({ when }) => sidesOf(when))
  return 'value' in statement ? [statement.value] : []
}

function sidesOf(condition: LalCondition): LalValue[] {
  return 'of' in condition ? condition.of.flatMap(sidesOf) : [condition.left, condition.right]
}
