/* The words of MAL, and a cursor over them. */

export interface Token {
  kind: 'number' | 'word' | 'string' | 'sign' | 'end'
  text: string
  /** Where it begins. */
  at: number
}

export interface Cursor {
  text: string
  peek(ahead?: number): Token
  /** The end is never passed. */
  take(): Token
  is(sign: string, ahead?: number): boolean
  /** Takes the sign if it is the next. */
  skip(sign: string): boolean
  /** @throws SyntaxError if another is the next */
  expect(sign: string): void
  word(): string
  /** What to throw; it names the place. */
  wrong(wanted: string): SyntaxError
}

export function cursorOver(text: string): Cursor {
  const tokens = tokenize(text)
  let at = 0

  function is(sign: string, ahead = 0) {
    const token = tokens[at + ahead]
    return token?.kind === 'sign' && token.text === sign
  }

  function wrong(wanted: string) {
    return new SyntaxError(`MAL: ${wanted} expected, at ${tokens[at].at} of: ${text}`)
  }

  return {
    text,
    is,
    wrong,
    peek: (ahead = 0) => tokens[at + ahead],
    take: () => (tokens[at].kind === 'end' ? tokens[at] : tokens[at++]),
    skip: (sign) => is(sign) && !!++at,
    expect(sign) {
      if (!is(sign)) throw wrong(`«${sign}»`)
      at++
    },
    word() {
      if (tokens[at].kind !== 'word') throw wrong('a name')
      return tokens[at++].text
    },
  }
}

const TOKEN =
  /\s+|\/\/[^\n]*|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|('(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")|(->|==|!=|&&|\|\||[-+*/.,()[\]{}!?:;=<>])/y

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`MAL: nothing starts with «${text[at]}», at ${at} of: ${text}`)
    const [, number, word, string, sign] = match
    if (number) tokens.push({ kind: 'number', text: number, at })
    else if (word) tokens.push({ kind: 'word', text: word, at })
    else if (string) tokens.push({ kind: 'string', text: unquote(string), at })
    else if (sign) tokens.push({ kind: 'sign', text: sign, at })
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

function unquote(quoted: string) {
  return quoted.slice(1, -1).replace(/\\(.)/g, '$1')
}
