import * as v from 'valibot'
import { shortened } from './text.ts'

/**
 * Checks what came from outside.
 * @param name what it is called in the message
 * @param atOnce stop at the first place that is wrong: there may be any number
 * @throws Error that names each place that is wrong, what is expected there, and what was found
 */
export function checked<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  name: string,
  atOnce = false,
): v.InferOutput<S> {
  const result = v.safeParse(schema, input, { message: expected, abortEarly: atOnce })
  if (result.success) return result.output
  throw new Error(
    result.issues
      .slice(0, TOLD)
      .map((issue) => problemOf(issue, name))
      .join('; '),
  )
}

const TOLD = 5

/** What was found may be a whole body, and a name, too. */
const LONGEST = 100

/** Where a schema has no words of its own: `("all" | "data")` without its brackets. */
function expected(issue: v.BaseIssue<unknown>): string {
  return (issue.expected ?? 'something else').replace(/^\((.*)\)$/, '$1')
}

function problemOf(issue: v.BaseIssue<unknown>, name: string): string {
  const path = v.getDotPath(issue)
  const place = shortened(path ? `${name}.${path}` : name, LONGEST)
  if (issue.expected === 'never') return `${place}: not known here`
  if (issue.expected === `"${String(issue.path?.at(-1)?.key)}"`) return `${place}: missing`
  return `${place}: ${issue.message} expected, found ${shortened(issue.received, LONGEST)}`
}
