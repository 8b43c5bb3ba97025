import { END } from '../internal/url.ts'

/** A word of a text, which may be a URL, its slashes as JSON may write them. */
const WORD = /(?:[^\s"'<>()\\]|\\{1,7}\/)+/g
/** Most texts have nothing to take out, and a look costs less than to go through all words. */
const DIRTY = /[?#;@&]|%[23]|(?:blob|tel|sms|mailto|data|file):/i
const URL_AT = /:(?:\\*\/){2}|\b(?:(?:blob|tel|sms|mailto):|data:(?:\w+\/|[;,]))/i
const STRAY = /[?#;&]|%3f|%2[36]|%3b/i
/** A stack's line and column stand behind what may be a query, and stay. */
const POSITION = /(?::\d{1,7}){2}$/

type IsPrivate = (name: string) => boolean
type CleanUrl = (url: string) => string

/**
 * Takes out of a text what belongs to a user: values of private members of JSON, also of JSON within texts of JSON; query,
 * fragment and user info of URLs, also of relative ones.
 * @param everyUrl also those that need no cleaning are to be seen
 */
export function cleanText(
  text: string,
  isPrivate: IsPrivate,
  cleanUrl: CleanUrl,
  everyUrl?: boolean,
): string {
  const told = withoutValues(text, isPrivate)
  if (!DIRTY.test(told) && !(everyUrl && URL_AT.test(told))) return told
  return told.replace(WORD, (word) => cleanWord(word, cleanUrl))
}

function cleanWord(word: string, cleanUrl: CleanUrl): string {
  let at = word.search(URL_AT)
  const isUrl = at >= 0
  // back to where the scheme begins
  while (at > 0 && /[a-z\d+.-]/i.test(word[at - 1])) at--
  const url = isUrl ? word.slice(at) : word
  const end = url.search(isUrl ? END : STRAY)
  const tail = end < 0 ? '' : url.slice(end)
  const place = (POSITION.exec(tail) || [''])[0]
  if (isUrl) return word.slice(0, at) + cleanUrl(url) + place
  const isQuery = /.(=|%3d)/i.test(tail) || (/^(\?|%3f)./i.test(tail) && url.slice(0, end).indexOf('/') >= 0)
  return isQuery ? url.slice(0, end) + place : word
}

/** Behind the name of a member. */
const NAMED = /["']\s*:\s*/g
const MAX_NAME = 255

function withoutValues(text: string, isPrivate: IsPrivate): string {
  let told = ''
  let from = 0
  // of its own, since it remembers where it was
  const named = new RegExp(NAMED)
  for (let found; (found = named.exec(text));) {
    const quote = found[0][0]
    const head = text.slice(Math.max(from, found.index - MAX_NAME), found.index)
    // of a text of JSON within JSON
    let end = head.length
    while (head[end - 1] === '\\') end--
    const begin = head.lastIndexOf(quote, end - 1)
    if (begin < 0 || !isPrivate(decoded(head.slice(begin + 1, end)))) continue
    const at = named.lastIndex
    const mark = head.slice(end) + quote
    told += text.slice(from, at) + mark + '[redacted]' + mark
    from = named.lastIndex = endOf(text, at, mark.length - 1, quote)
  }
  return told + text.slice(from)
}

/** With characters in the place of their numbers. */
function decoded(name: string): string {
  return name
    .replace(/\\+/g, '\\')
    .replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

/** Where the value ends that begins at `at`, in a text of JSON whose quotes have so many backslashes. */
function endOf(text: string, at: number, slashes: number, quote: string): number {
  let open = 0
  let quoted = false
  /** Backslashes before where we are. */
  let run = 0
  for (let i = at; i < text.length; i++) {
    const char = text[i]
    if (char === quote) {
      // the text around ends
      if (run < slashes) return i - run
      if (run % (2 * slashes + 2) === slashes) quoted = !quoted
      if (!quoted && !open) return i + 1
    } else if (!quoted) {
      if (char === '{' || char === '[') open++
      if (char === '}' || char === ']') {
        if (--open < 0) return i
        if (!open) return i + 1
      }
      if (!open && (char === ',' || char <= ' ')) return i
    }
    run = char === '\\' ? run + 1 : 0
  }
  return text.length
}
