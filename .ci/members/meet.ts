import ts from 'typescript'
import {
  argumentsOf,
  boundsOf,
  isForeign,
  isObject,
  isOpen,
  isParameter,
  list,
  see,
  signaturesOf,
  type Sight,
} from './sight.ts'

/** Types that hold themselves in ever new forms end somewhere. */
const MAX_DEPTH = 20

/** A value of one type is taken for one of another: what one of them does not know by name, others may. */
export function meet(sight: Sight, from: ts.Type, to: ts.Type, why: string, depth = 0): void {
  if (from === to || metBefore(sight, from, to)) return
  if (isOpen(sight, to) || depth > MAX_DEPTH) see(sight, from, why)
  if (isOpen(sight, from) && !isLiteral(from)) see(sight, to, why)
  if (isParameter(to)) bind(sight, to, from, why)
  else if (isParameter(from)) {
    bind(sight, from, to, why)
    for (const each of boundsOf(sight, from)) meet(sight, each, to, why, depth + 1)
  } else if (from.isUnionOrIntersection() || to.isUnionOrIntersection())
    meetEach(sight, from, to, why, depth + 1)
  else if (isObject(from) && isObject(to)) meetObjects(sight, from, to, why, depth + 1)
}

function metBefore({ met }: Sight, from: ts.Type, to: ts.Type): boolean {
  const others = met.get(from) ?? new Set()
  if (others.has(to)) return true
  met.set(from, others.add(to))
  return false
}

/** A type parameter that is seen shows what it stands for. */
function bind(sight: Sight, parameter: ts.Type, type: ts.Type, why: string): void {
  const { given, seen } = sight
  if (seen.has(parameter)) see(sight, type, why)
  else given.set(parameter, (given.get(parameter) ?? new Set()).add(type))
}

function meetEach(sight: Sight, from: ts.Type, to: ts.Type, why: string, depth: number): void {
  const { checker } = sight
  for (const one of partsOf(sight, from)) {
    const fitting = to.isUnion() ? to.types.filter((each) => checker.isTypeAssignableTo(one, each)) : []
    for (const other of fitting.length ? fitting : partsOf(sight, to)) meet(sight, one, other, why, depth)
  }
}

function partsOf(sight: Sight, type: ts.Type): readonly ts.Type[] {
  // `T & {}` is what TypeScript makes of a T that is there
  if (type.isIntersection()) return type.types.filter((each) => !isOpen(sight, each))
  return type.isUnion() ? type.types : [type]
}

function meetObjects(sight: Sight, from: ts.Type, to: ts.Type, why: string, depth: number): void {
  const { checker } = sight
  const [held, wanted] = [argumentsOf(sight, from), argumentsOf(sight, to)]
  held.forEach((each, i) => wanted[i] && meet(sight, each, wanted[i], why, depth))
  const isTheirs = hasForeign(sight, from)
  const isForThem = hasForeign(sight, to)
  if (isTheirs && isForThem) return
  // of a function what it takes and gives meets below
  if (isTheirs && !signaturesOf(to).length) see(sight, to, why)
  if (isForThem) see(sight, from, why)
  meetIndexed(sight, from, to, why, depth)
  for (const member of checker.getPropertiesOfType(to)) {
    const same = checker.getPropertyOfType(from, member.name)
    if (same && same !== member)
      meet(sight, checker.getTypeOfSymbol(same), checker.getTypeOfSymbol(member), why, depth)
  }
  for (const one of signaturesOf(from))
    for (const other of signaturesOf(to)) meetSignatures(sight, one, other, why, depth)
}

/** Somebody else's, or built upon it: may have more members than it says. */
function hasForeign(sight: Sight, type: ts.Type): boolean {
  if (isForeign(sight, type)) return true
  return type.isClassOrInterface() && sight.checker.getBaseTypes(type).some((each) => hasForeign(sight, each))
}

/** Where any name will do, those that are spelled are no longer ours alone. */
function meetIndexed(sight: Sight, from: ts.Type, to: ts.Type, why: string, depth: number): void {
  const { checker } = sight
  const [held, wanted] = [from, to].map((each) => checker.getIndexInfosOfType(each)[0]?.type)
  const membersOf = (type: ts.Type) => {
    list(sight, type, why)
    return checker.getPropertiesOfType(type).map((each) => checker.getTypeOfSymbol(each))
  }
  if (held && wanted) meet(sight, held, wanted, why, depth)
  else if (wanted) for (const each of membersOf(from)) meet(sight, each, wanted, why, depth)
  else if (held) for (const each of membersOf(to)) meet(sight, held, each, why, depth)
}

function meetSignatures(
  sight: Sight,
  from: ts.Signature,
  to: ts.Signature,
  why: string,
  depth: number,
): void {
  to.parameters.forEach((_, i) => {
    const [theirs, ours] = [parameterAt(sight, to, i), parameterAt(sight, from, i)]
    if (theirs && ours) meet(sight, theirs, ours, why, depth)
  })
  meet(sight, from.getReturnType(), to.getReturnType(), why, depth)
}

/** Of `...rest` the type of what it holds. */
function parameterAt({ checker }: Sight, { parameters }: ts.Signature, i: number): ts.Type | undefined {
  const last = parameters[parameters.length - 1]
  if (!last) return undefined
  const declared = last.valueDeclaration
  const isRest = !!declared && ts.isParameter(declared) && !!declared.dotDotDotToken
  if (i < parameters.length - 1 || (i === parameters.length - 1 && !isRest))
    return checker.getTypeOfSymbol(parameters[i]!)
  if (!isRest) return undefined
  const type = checker.getTypeOfSymbol(last)
  return checker.getIndexInfosOfType(type)[0]?.type ?? type
}

function isLiteral(type: ts.Type): boolean {
  return isObject(type) && !!(type.objectFlags & ts.ObjectFlags.ObjectLiteral)
}
