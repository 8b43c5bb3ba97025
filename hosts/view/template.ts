import type { Loose } from '../loose.ts'

/** A template as it is written: WXML and its dialects. */
export interface TemplateElement {
  readonly tag: string
  readonly attributes: Record<string, string>
  readonly children: TemplateNode[]
  /** Unique within the template: where instances of child components are remembered. */
  readonly id: number
}
export type TemplateNode = TemplateElement | string

const TOKEN =
  /<!--[\s\S]*?-->|<\/([\w-]+)\s*>|<([\w-]+)((?:\s+[^\s=/>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>|[^<]+|</g
const ATTRIBUTE = /([^\s=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g
const SCRIPTS = /<(wxs|sjs|qs|filter|import-sjs)\b[\s\S]*?(?:<\/\1>|\/>)/g

const parsed = new Map<string, TemplateElement>()

export function parseTemplate(text: string): TemplateElement {
  let root = parsed.get(text)
  if (root) return root
  let id = 0
  root = { tag: 'root', attributes: {}, children: [], id: id++ }
  const open: TemplateElement[] = [root]
  for (const match of text.replace(SCRIPTS, '').matchAll(TOKEN)) {
    const [all, closing, tag, attributes = '', selfClosing] = match
    const parent = open[open.length - 1]
    if (closing) {
      if (open.length > 1) open.pop()
    } else if (tag) {
      const element: TemplateElement = { tag, attributes: {}, children: [], id: id++ }
      for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE))
        element.attributes[name] = double ?? single ?? 'true'
      parent.children.push(element)
      if (!selfClosing) open.push(element)
    } else if (!all.startsWith('<!--') && all.trim()) parent.children.push(all)
  }
  parsed.set(text, root)
  return root
}

/** Whether it is built from other templates (Taro's is): those are not interpreted here. */
export function isComposed(node: TemplateNode): boolean {
  return (
    typeof node !== 'string' &&
    (['import', 'include', 'template'].includes(node.tag) || node.children.some(isComposed))
  )
}

type Expression = (scope: Loose) => Loose
const expressions = new Map<string, Expression>()

/** `a && b[0]` over a scope, where unknown names are undefined, as views have it. */
function expressionOf(source: string): Expression {
  let expression = expressions.get(source)
  if (!expression) {
    let compiled: Expression
    try {
      // This is the view, outside of the app's world, where code from strings is allowed.
      compiled = new Function('scope', `with (scope) { return (${source}) }`) as Expression
    } catch {
      compiled = () => undefined
    }
    expression = (scope) => {
      try {
        return compiled(new Proxy(scope, { has: (_, name) => typeof name === 'string' }))
      } catch {
        return undefined
      }
    }
    expressions.set(source, expression)
  }
  return expression
}

const HOLE = /\{\{([\s\S]*?)\}\}|\{=([\s\S]*?)=\}/g

/** The value of an attribute or text: one hole alone keeps its type, anything else becomes text. */
export function evaluate(text: string, scope: Loose): Loose {
  const holes = [...text.matchAll(HOLE)]
  const source = (match: RegExpMatchArray) => match[1] ?? match[2]
  if (!holes.length) return text
  if (holes.length === 1 && holes[0][0] === text.trim()) return expressionOf(source(holes[0]))(scope)
  return text.replace(HOLE, (_, first, second) => String(expressionOf(first ?? second)(scope) ?? ''))
}

/** Directives may leave out the braces on some platforms. */
export function evaluateDirective(text: string, scope: Loose): Loose {
  return /\{\{|\{=/.test(text) ? evaluate(text, scope) : expressionOf(text)(scope)
}

export function camelCase(name: string) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
}
