/* Lines that stay, and what is only for now. */

/** ms between two lines of what is only for now, where a line can't be written over. */
const NOW_AND_THEN = 60_000

export interface Output {
  say: (text: string) => void
  /** On a terminal in the place of the last such line; else a line now and then. */
  progress: (text: string) => void
}

export function createOutput(
  stream: { isTTY?: boolean; write: (text: string) => unknown },
  now: () => number,
): Output {
  let last = -Infinity
  /** Back to the beginning of the line, and empty. */
  let clear = ''
  return {
    say(text) {
      stream.write(`${clear}${text}\n`)
      clear = ''
    },
    progress(text) {
      if (stream.isTTY) {
        clear = '\r\x1b[K'
        stream.write(clear + text)
      } else if (now() - last >= NOW_AND_THEN) {
        last = now()
        stream.write(`${text}\n`)
      }
    },
  }
}
