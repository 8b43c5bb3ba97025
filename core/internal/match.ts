/** A string is a substring, a RegExp is tested. */
export type Matcher = string | RegExp

export function matchesAny(matchers: readonly Matcher[], text: string): boolean {
  // without a callback: each traced request asks
  for (let i = 0; i < matchers.length; i++) {
    const matcher = matchers[i]
    if (typeof matcher === 'string' ? text.indexOf(matcher) >= 0 : matcher.test(text)) return true
  }
  return false
}
