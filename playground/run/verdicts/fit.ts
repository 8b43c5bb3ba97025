import type { Rule, Rules } from '../expected/index.ts'

export type Fields = { readonly [name: string]: unknown }

/** OTLP types, by name. */
export type Types = { readonly [name: string]: string }

export function matches(rules: Rules = {}, values: Fields): boolean {
  return Object.entries(rules).every(([name, rule]) => fits(rule, values[name]))
}

/** What of the values is not as the rules have it; `must`: each of them has to be there. */
export function misfits(rules: Rules, values: Fields, types: Types, must: boolean): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const value = values[name]
    if (value === undefined && !must) return []
    if (!fits(rule, value)) return [`${name} is ${show(value)}, expected ${show(rule.is ?? rule.type)}`]
    const type = types[name]
    const isOther = rule.type && type && type !== rule.type
    return isOther ? [`${name} is of type ${type}, expected ${rule.type}`] : []
  })
}

export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  return value instanceof RegExp ? String(value) : JSON.stringify(value)
}

function fits({ is }: Rule, value: unknown): boolean {
  if (is === undefined) return value !== undefined
  if (is instanceof RegExp) return value !== undefined && value !== null && is.test(String(value))
  return Array.isArray(is) ? is.includes(value as string) : value === is
}
