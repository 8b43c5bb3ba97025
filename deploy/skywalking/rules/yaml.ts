import { Document, isSeq, isNode } from 'yaml'

/** A comment above each of some items. */
export interface Commented {
  key: string
  comments: (string | undefined)[]
}

/**
 * @param head comments above all, a line each
 * @param commented list of the value whose items have comments
 */
export function printYaml(value: object, head: string[], commented?: Commented): string {
  const document = new Document(value)
  if (isNode(document.contents)) document.contents.commentBefore = head.map((line) => ' ' + line).join('\n')
  const list = commented && document.get(commented.key)
  if (isSeq(list))
    commented?.comments.forEach((comment, index) => {
      const item = list.items[index]
      if (comment && isNode(item)) item.commentBefore = ' ' + comment
    })
  // a rule stands on one line, however long; a log rule as it was written
  return document.toString({ lineWidth: 0, blockQuote: 'literal' })
}
