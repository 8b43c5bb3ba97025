/** Markup that is already escaped. */
export interface Markup {
  readonly markup: string
}

type Part = Markup | string | number | null | undefined | false | readonly Part[]

const entities: { [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

function write(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (Array.isArray(part)) return part.map(write).join('')
  if (typeof part === 'object') return (part as Markup).markup
  return escape(String(part))
}

/** Everything that is put in is escaped, unless it is Markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return {
    markup: strings.reduce((sum, text, at) => sum + write(parts[at - 1]) + text),
  }
}

function keyOf(node: Node): string | undefined {
  return (node instanceof Element ? node.getAttribute('data-key') : null) ?? undefined
}

function syncAttributes(from: Element, to: Element): void {
  for (const { name, value } of Array.from(to.attributes))
    if (from.getAttribute(name) !== value) from.setAttribute(name, value)
  for (const { name } of Array.from(from.attributes)) if (!to.hasAttribute(name)) from.removeAttribute(name)
}

function syncNode(from: Node, to: Node): void {
  if (from instanceof Element && to instanceof Element) {
    // A chart's box is its own.
    if (to.hasAttribute('data-keep')) return
    syncAttributes(from, to)
    syncChildren(from, to)
    if (from instanceof HTMLSelectElement) from.value = from.dataset.value ?? ''
  } else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue
}

/**
 * Makes the children of `from` those of `to`, keeping the nodes that can stay: focus, scroll positions, selected
 * text and hover survive an update a second. Siblings with `data-key` keep their node when they move.
 */
function syncChildren(from: Node, to: Node): void {
  const keyed = new Map<string, Node>()
  for (const node of Array.from(from.childNodes)) {
    const key = keyOf(node)
    if (key !== undefined) keyed.set(key, node)
  }
  let place = from.firstChild
  for (const wanted of Array.from(to.childNodes)) {
    const key = keyOf(wanted)
    let match: Node | null = null
    if (key !== undefined) match = keyed.get(key) ?? null
    else if (place && keyOf(place) === undefined) match = place
    if (match && match.nodeName !== wanted.nodeName) match = null
    if (!match) {
      from.insertBefore(wanted, place)
      continue
    }
    if (match === place) place = place.nextSibling
    else from.insertBefore(match, place)
    syncNode(match, wanted)
  }
  while (place) {
    const next: ChildNode | null = place.nextSibling
    from.removeChild(place)
    place = next
  }
}

export function render(root: Element, content: Markup): void {
  const template = document.createElement('template')
  template.innerHTML = content.markup
  syncChildren(root, template.content)
}
