/** Values of the app's world cross this border in both directions; nothing can be known of their shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any
export type LooseFunction = (...args: Loose[]) => Loose
