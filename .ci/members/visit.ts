import ts from 'typescript'
import { keep, list, see, type Sight } from './sight.ts'
import { followFunction, followValue, whereIs } from './values.ts'

/** A place that spells the name of a member, and what it may mean there; nothing where no type is known. */
export type Spelled = (name: string, at: string, symbols: readonly ts.Symbol[]) => void

/** Goes through what is below the node: which names are spelled, and which of them others see. */
export function visit(sight: Sight, node: ts.Node, spelled: Spelled): void {
  if (ts.isTypeNode(node)) return
  if (ts.isExpression(node)) followValue(sight, node)
  followFunction(sight, node)
  // what the platform has laid there
  if (ts.isVariableDeclaration(node) && ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Ambient)
    see(sight, sight.checker.getTypeAtLocation(node), whereIs(node))
  nameOf(sight, node, spelled)
  ts.forEachChild(node, (child) => visit(sight, child, spelled))
}

function nameOf(sight: Sight, node: ts.Node, spelled: Spelled): void {
  const { checker } = sight
  if (ts.isPropertyAccessExpression(node))
    spelled(node.name.text, whereIs(node.name), symbolsAt(sight, node.name))
  else if (ts.isElementAccessExpression(node)) computed(sight, node.argumentExpression, node.expression)
  else if (ts.isObjectLiteralElementLike(node)) member(sight, node, spelled)
  else if (ts.isBindingElement(node)) bound(sight, node, spelled)
  // a framework knows its classes and its elements by their members
  else if (ts.isClassElement(node) || ts.isJsxAttribute(node)) keepSpelled(sight, node.name)
  else if (ts.isForInStatement(node)) list(sight, checker.getTypeAtLocation(node.expression), whereIs(node))
  else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword)
    computed(sight, node.left, node.right)
}

function keepSpelled(sight: Sight, name: ts.Node | undefined): void {
  if (name && (ts.isStringLiteralLike(name) || ts.isIdentifier(name))) keep(sight, name.text, whereIs(name))
}

function symbolsAt({ checker }: Sight, name: ts.Node): ts.Symbol[] {
  const symbol = checker.getSymbolAtLocation(name)
  return symbol ? [symbol] : []
}

/** One name or another, if the type of the key says which; else any. */
function computed(sight: Sight, key: ts.Expression, of: ts.Expression): void {
  const { checker } = sight
  const type = checker.getTypeAtLocation(key)
  for (const each of type.isUnion() ? type.types : [type]) {
    if (each.isStringLiteral()) keep(sight, each.value, whereIs(key))
    else if (!(each.flags & ts.TypeFlags.NumberLike)) list(sight, checker.getTypeAtLocation(of), whereIs(key))
  }
}

/** Of an object literal: the member that is written, and the one that is wanted. */
function member(sight: Sight, node: ts.ObjectLiteralElementLike, spelled: Spelled): void {
  const { name, parent } = node
  if (!name) return
  if (ts.isComputedPropertyName(name)) return computed(sight, name.expression, parent as ts.Expression)
  // `({ a } = b)`
  if (!ts.isIdentifier(name) || isAssigned(parent)) return keepSpelled(sight, name)
  const wanted = sight.checker.getContextualType(parent as ts.Expression)
  spelled(name.text, whereIs(name), [
    ...(wanted ? propertiesOf(sight, wanted, name.text) : []),
    ...symbolsAt(sight, name),
  ])
}

function isAssigned(node: ts.Node): boolean {
  const { parent } = node
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === node
  )
}

function propertiesOf({ checker }: Sight, type: ts.Type, name: string): ts.Symbol[] {
  return (type.isUnion() ? type.types : [type]).flatMap((each) => checker.getPropertyOfType(each, name) ?? [])
}

/** `{ a: b }` on the left. */
function bound(sight: Sight, node: ts.BindingElement, spelled: Spelled): void {
  if (!ts.isObjectBindingPattern(node.parent)) return
  const from = sight.checker.getTypeAtLocation(node.parent)
  const name = node.propertyName ?? node.name
  if (ts.isIdentifier(name) && !node.dotDotDotToken)
    spelled(name.text, whereIs(name), propertiesOf(sight, from, name.text))
  else if (ts.isStringLiteralLike(name)) keepSpelled(sight, name)
  else list(sight, from, whereIs(node))
}
