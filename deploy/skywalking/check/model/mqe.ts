import { parseExpression, type MalExpression } from '../../mal/expression.ts'

/**
 * What SkyWalking's Metrics Query Expression comes to for one bucket of time: the four operations on metrics and numbers,
 * which it has in common with MAL.
 * @param valueOf undefined: no value is stored
 */
export function computed(
  expression: string,
  valueOf: (metric: string) => number | undefined,
): number | undefined {
  return compute(parseExpression(expression), valueOf)
}

function compute(
  expression: MalExpression,
  valueOf: (metric: string) => number | undefined,
): number | undefined {
  switch (expression.type) {
    case 'number':
      return expression.value
    case 'metric':
      return valueOf(expression.name)
    case 'paren':
      return compute(expression.inner, valueOf)
    case 'negative': {
      const value = compute(expression.operand, valueOf)
      return value === undefined ? undefined : -value
    }
    case 'binary': {
      const [left, right] = [expression.left, expression.right].map((side) => compute(side, valueOf))
      return left === undefined || right === undefined
        ? undefined
        : OPERATIONS[expression.operator](left, right)
    }
  }
}

const OPERATIONS: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}
