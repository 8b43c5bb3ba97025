import type { Attributes, Signal, Value } from '../signal.ts'

/**
 * Puts all that a log or a span says through `change`: its attributes, then its texts, each as an attribute without a
 * name.
 */
export function changeTexts(signal: Signal, change: (attributes: Attributes) => Attributes): void {
  if (signal.kind !== 'log' && signal.kind !== 'span') return
  signal.attributes = change(signal.attributes)
  const texts = signal as unknown as { [member: string]: Value | undefined }
  for (const member of ['body', 'name', 'statusMessage']) {
    const text = texts[member]
    if (text !== undefined) texts[member] = change({ '': text })['']
  }
}
