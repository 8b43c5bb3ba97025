/** A string is a substring, a RegExp is tested. */
export type Matcher = string | RegExp

export function matches(matcher: Matcher, text: string): boolean {
  return typeof matcher === 'string' ? text.indexOf(matcher) >= 0 : matcher.test(text)
}

export function matchesAny(matchers: readonly Matcher[], text: string): boolean {
  // each traced request asks
  for (let i = 0; i < matchers.length; i++) if (matches(matchers[i], text)) return true
  return false
}
