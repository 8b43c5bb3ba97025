import * as v from 'valibot'

/**
 * Checks what came from outside.
 * @param name what it is called in the message
 * @throws Error that names each place that is wrong, what is expected there, and what was found
 */
export function checked<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  name: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, input, { message: expected })
  if (result.success) return result.output
  throw new Error(result.issues.map((issue) => problemOf(issue, name)).join('; '))
}

/** Where a schema has no words of its own: `("all" | "data")` without its brackets. */
function expected(issue: v.BaseIssue<unknown>): string {
  return (issue.expected ?? 'something else').replace(/^\((.*)\)$/, '$1')
}

function problemOf(issue: v.BaseIssue<unknown>, name: string): string {
  const path = v.getDotPath(issue)
  const place = path ? `${name}.${path}` : name
  if (issue.expected === 'never') return `${place}: not known here`
  if (issue.expected === `"${String(issue.path?.at(-1)?.key)}"`) return `${place}: missing`
  return `${place}: ${issue.message} expected, found ${issue.received}`
}
