/** Said by whoever finds a sign of it; once, since it is one text. */
export const MISSED =
  'requests are likely to be missed: their function was copied before the kit started. ' +
  'Start it in the first import (docs/mpx.md)'
