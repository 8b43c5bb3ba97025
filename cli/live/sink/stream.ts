import type { ReceivedData } from './types.ts'

/** Characters of one piece. */
const PIECE = 65_536

/** The records as one JSON object, in pieces: all of it at once would hold up whoever sends meanwhile. */
export function streamOf(received: ReceivedData): ReadableStream<Uint8Array> {
  const parts = partsOf(received)
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull(controller) {
      let piece = ''
      for (let part = parts.next(); ; part = parts.next()) {
        if (part.done) {
          controller.enqueue(encoder.encode(piece))
          return controller.close()
        }
        piece += part.value
        if (piece.length >= PIECE) return controller.enqueue(encoder.encode(piece))
      }
    },
  })
}

function* partsOf(received: ReceivedData): Generator<string, void> {
  let separator = '{'
  for (const [kind, records] of Object.entries(received)) {
    yield `${separator}"${kind}":[`
    // As they are now: more may come, and old ones go, while this is read.
    yield* joined([...(records as object[])])
    yield ']'
    separator = ','
  }
  yield '}'
}

function* joined(records: object[]): Generator<string, void> {
  let separator = ''
  for (const record of records) {
    yield separator + JSON.stringify(record)
    separator = ','
  }
}
