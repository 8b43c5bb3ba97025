import ts from 'typescript'

/** What others see, as far as it is known. */
export interface Sight {
  readonly checker: ts.TypeChecker
  /** Built together with us; all else is somebody else's. */
  isOurs(file: ts.SourceFile): boolean
  /** Names that others see, each with the first reason that was found. */
  readonly kept: Map<string, string>
  readonly seen: Set<ts.Type>
  /** Pairs that have met: `meet.ts`. */
  readonly met: Map<ts.Type, Set<ts.Type>>
  /** What a type parameter stood for, until it turns out whether that is seen. */
  readonly given: Map<ts.Type, Set<ts.Type>>
}

export function createSight(checker: ts.TypeChecker, isOurs: Sight['isOurs']): Sight {
  return { checker, isOurs, kept: new Map(), seen: new Set(), met: new Map(), given: new Map() }
}

export function keep({ kept }: Sight, name: string, why: string): void {
  if (!kept.has(name)) kept.set(name, why)
}

/** Somebody has a value of this type in hand: all that can be reached from it keeps its names. */
export function see(sight: Sight, type: ts.Type, why: string): void {
  const todo = [type]
  for (let each = todo.pop(); each; each = todo.pop()) {
    if (sight.seen.has(each)) continue
    sight.seen.add(each)
    todo.push(...withinOf(sight, each, why))
  }
}

/** What is reached in one step. */
function withinOf(sight: Sight, type: ts.Type, why: string): readonly ts.Type[] {
  const { checker } = sight
  if (type.isUnionOrIntersection()) return type.types
  if (isParameter(type)) return [...(sight.given.get(type) ?? []), ...boundsOf(sight, type)]
  if (type.flags & ts.TypeFlags.Instantiable) return boundsOf(sight, type)
  if (!isObject(type)) return []
  const within = [...argumentsOf(sight, type)]
  if (isForeign(sight, type)) return within
  for (const { keyType, type: held } of checker.getIndexInfosOfType(type)) within.push(keyType, held)
  for (const member of checker.getPropertiesOfType(type)) {
    if (isInternal(member)) continue
    keep(sight, member.name, why)
    within.push(checker.getTypeOfSymbol(member))
  }
  return within.concat(signaturesOf(type).flatMap((each) => typesOfSignature(sight, each)))
}

function typesOfSignature({ checker }: Sight, signature: ts.Signature): ts.Type[] {
  const tested = checker.getTypePredicateOfSignature(signature)?.type
  const parameters = signature.parameters.map((each) => checker.getTypeOfSymbol(each))
  const all = [...parameters, signature.getReturnType(), ...(signature.typeParameters ?? [])]
  return tested ? [...all, tested] : all
}

/** Names of its members are looped over, or computed: they stay, whatever they hold. */
export function list(sight: Sight, type: ts.Type, why: string): void {
  if (type.isUnionOrIntersection()) type.types.forEach((each) => list(sight, each, why))
  else if (type.flags & ts.TypeFlags.Instantiable) see(sight, type, why)
  else if (isObject(type) && !isForeign(sight, type))
    for (const { name } of sight.checker.getPropertiesOfType(type)) keep(sight, name, why)
}

/** Marked `@internal`, and so not in the published types: nobody gets at it by them. */
function isInternal(member: ts.Symbol): boolean {
  return member.getJsDocTags().some(({ name }) => name === 'internal')
}

/** What a type parameter is at least. */
export function boundsOf({ checker }: Sight, type: ts.Type): ts.Type[] {
  const bound = checker.getBaseConstraintOfType(type)
  return bound && bound !== type ? [bound] : []
}

export function argumentsOf({ checker }: Sight, type: ts.Type): readonly ts.Type[] {
  const isReference = isObject(type) && !!(type.objectFlags & ts.ObjectFlags.Reference)
  return isReference ? checker.getTypeArguments(type as ts.TypeReference) : []
}

export function signaturesOf(type: ts.Type): readonly ts.Signature[] {
  return [...type.getCallSignatures(), ...type.getConstructSignatures()]
}

export function isObject(type: ts.Type): type is ts.ObjectType {
  return !!(type.flags & ts.TypeFlags.Object)
}

export function isParameter(type: ts.Type): boolean {
  return !!(type.flags & ts.TypeFlags.TypeParameter)
}

/** A class or an interface of the language, of a platform or of a library: its names are no matter of ours. */
export function isForeign({ checker, isOurs }: Sight, type: ts.Type): boolean {
  if (checker.isTupleType(type)) return true
  const symbol = type.symbol as ts.Symbol | undefined
  // `globalThis` is a module
  const named = ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.Module
  if (!symbol || !(symbol.flags & named)) return false
  return !(symbol.declarations ?? []).some((each) => isOurs(each.getSourceFile()))
}

/** Says nothing of what is in it: any, unknown, object, {}, and `Object` and `Function` of the language. */
export function isOpen(sight: Sight, type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return true
  if (!isObject(type)) return false
  const name = (type.symbol as ts.Symbol | undefined)?.name
  if (isForeign(sight, type)) return name === 'Object' || name === 'Function'
  const { checker } = sight
  const count = checker.getPropertiesOfType(type).length + checker.getIndexInfosOfType(type).length
  return !count && !signaturesOf(type).length
}
