/** A string is a substring, a RegExp is tested. */
export type Matcher = string | RegExp

export function matches(matcher: Matcher, text: string): boolean {
  return typeof matcher === 'string' ? text.indexOf(matcher) >= 0 : matcher.test(text)
}
