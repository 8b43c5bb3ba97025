/** For what runs outside of a monitor's guard, in components: nothing of ours throws into the app. */
export function guarded<T>(fn: () => T): T | undefined {
  try {
    return fn()
  } catch (_) {
    return undefined
  }
}
