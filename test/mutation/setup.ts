import { boundOf } from './bound.ts'

const { file, was, is } = boundOf(process.env.MUTATION_BOUND!)
const [, name, value] = /(\w+) = (\w+)$/.exec(was)!
const changed = is.slice(is.lastIndexOf(' ') + 1)

/** Bundles of the conformance tests are made of the files as they are. Names may have got a number. */
function mutateBundle(text: string): string {
  const [before, ...sections] = text.split(/^(?=\/\/ core\/)/m)
  const assignment = new RegExp(`(var ${name}\\d* = )([\\de.]+);`)
  const change = (whole: string, start: string, number: string) =>
    Number(number) === Number(value) ? `${start}${changed};` : whole
  const all = sections.map((section) =>
    section.startsWith(`// ${file}\n`) ? section.replace(assignment, change) : section,
  )
  return [before, ...all].join('')
}

Object.assign(globalThis, { mutateBundle })
