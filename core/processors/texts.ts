import type { Attributes, Signal, Value } from '../signal.ts'

type Text = (text: string) => string
/** Whether an attribute of this name is to go. */
type Goes = (name: string) => boolean

/** All texts in attributes changed, also those in maps and lists; copied only where something changes. */
export function changeTexts(attributes: Attributes, text: Text, goes?: Goes): Attributes {
  let result = attributes
  for (const key in attributes) {
    const value = attributes[key]
    const gone = goes && goes(key)
    const changed = gone || (typeof value === 'string' ? text(value) : changeValue(value, text, goes))
    if (changed === value && !gone) continue
    if (result === attributes) result = Object.assign({}, attributes)
    if (gone) delete result[key]
    else result[key] = changed as Value
  }
  return result
}

function changeValue(value: Value, text: Text, goes?: Goes): Value {
  if (typeof value === 'string') return text(value)
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => changeValue(item, text, goes))
  return 'map' in value ? { map: changeTexts(value.map, text, goes) } : value
}

/**
 * Puts all that a log or a span says through `change`: its attributes, then its texts, each as an attribute without a
 * name.
 */
export function changeSignal(signal: Signal, change: (attributes: Attributes) => Attributes): void {
  if (signal.kind !== 'log' && signal.kind !== 'span') return
  signal.attributes = change(signal.attributes)
  const texts = signal as unknown as { [member: string]: Value | undefined }
  for (const member of ['body', 'name', 'statusMessage']) {
    const text = texts[member]
    if (text !== undefined) texts[member] = change({ '': text })['']
  }
}
