import { realClock, type HostClock } from '../../hosts/index.ts'

/** The real clock of a phone whose work takes real time: a slow one keeps its thread busy, if only for moments. */
export function busyClock(): HostClock {
  const clock = realClock()
  return {
    ...clock,
    elapse(ms) {
      const end = clock.monotonic() + ms
      while (clock.monotonic() < end);
    },
  }
}
