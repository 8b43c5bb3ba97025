/** A row of the table: something that is tried now and then, and not in CI. */
export interface Row {
  /** What is to work: `Taro 4.1.11, React, WeChat`. No `|`, for it names a row of a Markdown table. */
  what: string
  /** How that is tried, in a line. */
  how: string
  /**
   * Tries it, and gives what was seen, in a few words.
   * @throws LeftOut where it can't be tried here; any other error if it does not work
   */
  attempt: () => Promise<string>
}

/** Not tried, with the reason: the table keeps what an earlier try has seen. */
export class LeftOut extends Error {}
