import type { ComponentPublicInstance, VNode } from 'vue'

/** Reports what goes wrong in its slot, and shows the slot `fallback` in its place, if there is one. */
declare const MonitorProvider: new () => ComponentPublicInstance<{ onError?: (error: unknown) => void }> & {
  /** Tries what it holds once more. */
  reset(): void
  $slots: { default?(): VNode[]; fallback?(): VNode[] }
}
// eslint-disable-next-line no-restricted-syntax -- what a single-file component is
export default MonitorProvider
