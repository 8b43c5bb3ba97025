/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

interface CodeProps {
  /** What it is: it can be scrolled, so the keyboard must get there. */
  label: string
  id?: string
  class?: string
  children: ComponentChildren
}

/** A text as it came, in a box of its own that scrolls. */
export function Code({ label, id, class: name, children }: CodeProps) {
  return (
    <pre class={name} data-testid={id} role="group" aria-label={label} tabIndex={0}>
      {children}
    </pre>
  )
}

export function Stack({ label, text }: { label: string; text: string }) {
  return (
    <Code label={label} id="error-stack" class="stack">
      {text.split('\n').map((line, at) => (
        <>
          {at > 0 && '\n'}
          <Frame line={line} />
        </>
      ))}
    </Code>
  )
}

/** The function name and the place of a frame apart, as the eye wants it. */
function Frame({ line }: { line: string }) {
  const match = /^(\s*at )(.*?)( ?\(?)([^()\s]+:\d+(?::\d+)?)(\)?)$/.exec(line)
  if (!match) return <>{line}</>
  const [, at, name, gap, place, end] = match
  return (
    <>
      <span class="dim">{at}</span>
      {name}
      <span class="dim">
        {gap}
        {place}
        {end}
      </span>
    </>
  )
}
