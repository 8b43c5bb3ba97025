/* Requests to the port on which an OAP takes data and queries. */

export type Ask = ReturnType<typeof createAsk>

/** @param root URL of the port, 12800 by default */
export function createAsk(root: string) {
  const base = root.replace(/\/+$/, '')

  async function post(path: string, body: string) {
    try {
      const response = await fetch(base + path, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
        signal: AbortSignal.timeout(60_000),
      })
      return { status: response.status, text: await response.text() }
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } }
      throw new Error(
        `${base} cannot be reached (${cause?.code ?? message}): --live wants the port on which OAP 11 takes data and queries, 12800 by default.`,
      )
    }
  }

  return {
    base,

    /** @throws Error if OAP did not take it */
    async send(path: string, body: string): Promise<void> {
      const { status, text } = await post(path, body)
      if (status >= 300) throw new Error(`${base}${path} answers ${status}: ${text.slice(0, 300)}`)
    },

    /** @throws Error if it is no OAP, or has no answer */
    async query<Data>(text: string, variables: object = {}): Promise<Data> {
      const { status, text: answer } = await post('/graphql', JSON.stringify({ query: text, variables }))
      const { data, errors } = jsonIn(answer) as { data?: Data; errors?: { message: string }[] }
      if (data) return data
      throw new Error(`${base}/graphql answers ${status}: ${errors?.[0]?.message ?? answer.slice(0, 300)}`)
    },
  }
}

function jsonIn(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    return {}
  }
}
