import type { Answer, Body } from './answers.ts'

/* One request to the admin host of an OAP 11; what stands in front of it is told in words. */

export interface Question {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  query?: Record<string, string>
  body?: string
  /** Of the body; JSON if not told. */
  type?: string
}

export interface Ask {
  /** @throws Error that says what to do, if no OAP has answered, or not all of it has come */
  (question: Question): Promise<Answer>
  /** URL of the host, for messages. */
  root: string
}

export interface Connection {
  /** URL of the host. */
  base: string
  headers: Record<string, string>
  /** ms to wait for an answer. */
  timeout: number
}

const TRY_AGAIN = 'The same command looks again at what is there and goes on.'

export function createAsk({ base, headers, timeout }: Connection): Ask {
  const root = base.replace(/\/+$/, '')

  async function ask(question: Question): Promise<Answer> {
    const { status, location, text } = await exchange(question)
    if (status >= 300 && status < 400)
      throw new Error(
        `${root} redirects to ${location}: is there a login in front of it? --header brings credentials.`,
      )
    if (/^\s*</.test(text))
      throw new Error(
        `${root} answers ${status} with a web page: this is not OAP’s admin host, or something stands in front of it.`,
      )
    return { status, body: bodyOf(text, status) }
  }

  async function exchange({ method, path, query, body, type = 'application/json' }: Question) {
    const search = new URLSearchParams(query).toString()
    try {
      const response = await fetch(root + path + (search && '?' + search), {
        method,
        body,
        redirect: 'manual',
        headers: {
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': type }),
          ...headers,
        },
        signal: AbortSignal.timeout(timeout),
      })
      const location = response.headers.get('location')
      return { status: response.status, location, text: await response.text() }
    } catch (error) {
      throw new Error(`${root} ${troubleOf(error)}`)
    }
  }

  function bodyOf(text: string, status: number): Answer['body'] {
    try {
      return text ? (JSON.parse(text) as Body | unknown[]) : undefined
    } catch {
      if (status < 300 && /^\s*[[{]/.test(text))
        throw new Error(`${root} breaks off in the middle of its answer. ${TRY_AGAIN}`)
      return { message: text.trim().slice(0, 500) }
    }
  }

  function troubleOf(error: unknown): string {
    const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } }
    if (name === 'TimeoutError') return `has not answered in ${timeout / 1000} s. ${TRY_AGAIN}`
    if (cause?.code === 'UND_ERR_SOCKET') return `breaks off in the middle of its answer. ${TRY_AGAIN}`
    const why = cause?.code ?? cause?.message ?? message
    return `cannot be reached (${why}). It must be the admin host of an OAP 11, port 17128 by default.`
  }

  return Object.assign(ask, { root })
}
