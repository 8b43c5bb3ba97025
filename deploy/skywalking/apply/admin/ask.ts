import type { Answer, Body, Template } from './answers.ts'

/* One request to the admin host of an OAP 11; what stands in front of it is told in words. */

const TIMEOUT = 60_000

export interface Question {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  query?: Record<string, string>
  body?: string
  /** Of the body; JSON if not told. */
  type?: string
}

export interface Ask {
  /** @throws Error that says what to do, if no OAP has answered */
  (question: Question): Promise<Answer>
  /** URL of the host, for messages. */
  root: string
}

export function createAsk(base: string, headers: Record<string, string>): Ask {
  const root = base.replace(/\/+$/, '')

  async function ask(question: Question): Promise<Answer> {
    const response = await sent(question)
    const text = await response.text()
    if (response.status >= 300 && response.status < 400)
      throw new Error(
        `${root} redirects to ${response.headers.get('location')}: is there a login in front of it? --header brings credentials.`,
      )
    if (/^\s*</.test(text))
      throw new Error(
        `${root} answers ${response.status} with a web page: this is not OAP’s admin host, or something stands in front of it.`,
      )
    return { status: response.status, body: bodyOf(text) }
  }

  async function sent({ method, path, query, body, type = 'application/json' }: Question): Promise<Response> {
    const search = new URLSearchParams(query).toString()
    try {
      return await fetch(root + path + (search && '?' + search), {
        method,
        body,
        redirect: 'manual',
        headers: {
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': type }),
          ...headers,
        },
        signal: AbortSignal.timeout(TIMEOUT),
      })
    } catch (error) {
      throw new Error(
        `${root} cannot be reached (${causeOf(error)}). It must be the admin host of an OAP 11, port 17128 by default.`,
      )
    }
  }

  return Object.assign(ask, { root })
}

function bodyOf(text: string): Answer['body'] {
  try {
    return text ? (JSON.parse(text) as Body | Template[]) : undefined
  } catch {
    return { message: text.slice(0, 500) }
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer in ${TIMEOUT / 1000} s`
  const { cause } = error as { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? error.message
}
