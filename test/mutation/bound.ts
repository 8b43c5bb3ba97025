/** A line of a file with an amount, and the same line with another one. */
export interface Bound {
  file: string
  was: string
  is: string
}

/** As it is handed on in `MUTATION_BOUND`. */
export function boundOf(text: string): Bound {
  return JSON.parse(text) as Bound
}
