/* The words of LAL, and a cursor over them. */

export interface Token {
  kind: 'number' | 'word' | 'text' | 'sign' | 'end'
  text: string
  line: number
}

export interface Cursor {
  peek(): Token
  next(): Token
  is(sign: string): boolean
  /** Takes the sign or the word if it is the next. */
  skip(sign: string): boolean
  /** @throws SyntaxError if another is the next */
  expect(sign: string): void
  /** The text of the next if it is of that kind. */
  take(kind: Token['kind']): string
  /** What to throw about the next token, or about one that was taken; it names the line. */
  wrong(wanted: string, token?: Token): SyntaxError
}

export function cursorOver(text: string): Cursor {
  const tokens = tokenize(text)
  let at = 0

  function is(sign: string) {
    return tokens[at].text === sign && /sign|word/.test(tokens[at].kind)
  }

  function wrong(wanted: string, token = tokens[at]) {
    return new SyntaxError(`LAL: line ${token.line}: ${wanted} expected, not «${token.text}»`)
  }

  return {
    is,
    wrong,
    peek: () => tokens[at],
    next: () => tokens[at++],
    skip: (sign) => is(sign) && !!++at,
    expect(sign) {
      if (!is(sign)) throw wrong(`«${sign}»`)
      at++
    },
    take(kind) {
      if (tokens[at].kind !== kind) throw wrong(`a ${kind}`)
      return tokens[at++].text
    },
  }
}

const TOKEN =
  /\s+|\/\/[^\n]*|(\d+)|([A-Za-z_]\w*)|('(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")|(==|!=|&&|\|\||[{}():,.=])/y

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const lineHere = () => text.slice(0, TOKEN.lastIndex).split('\n').length
  while (TOKEN.lastIndex < text.length) {
    const line = lineHere()
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`LAL: line ${line}: unknown sign`)
    const [, number, word, quoted, sign] = match
    if (number) tokens.push({ kind: 'number', text: number, line })
    else if (word) tokens.push({ kind: 'word', text: word, line })
    else if (quoted) tokens.push({ kind: 'text', text: quoted.slice(1, -1), line })
    else if (sign) tokens.push({ kind: 'sign', text: sign, line })
  }
  tokens.push({ kind: 'end', text: 'the end', line: lineHere() })
  return tokens
}
