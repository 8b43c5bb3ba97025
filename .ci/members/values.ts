import ts from 'typescript'
import { meet } from './meet.ts'
import { see, type Sight } from './sight.ts'

/** Where a value goes: it becomes one of the type that is asked for where it stands. */
export function followValue(sight: Sight, node: ts.Expression): void {
  const { checker } = sight
  const typeOf = (each: ts.Node) => checker.getTypeAtLocation(each)
  const why = whereIs(node)
  const wanted = isName(node) || isTakenApart(node) ? undefined : checker.getContextualType(node)
  if (wanted) meet(sight, typeOf(node), wanted, why)
  for (const each of choicesOf(node)) meet(sight, typeOf(each), typeOf(node), why)
  if (ts.isArrayLiteralExpression(node)) {
    const held = checker.getIndexInfosOfType(typeOf(node))[0]?.type
    if (held) for (const each of node.elements) meet(sight, typeOf(each), held, why)
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) followCall(sight, node)
  if (ts.isIdentifier(node) && node.text === 'arguments') seeArguments(sight, node)
}

/** What goes in and out where no value stands. */
export function followFunction(sight: Sight, node: ts.Node): void {
  const { checker } = sight
  if (ts.isReturnStatement(node) && node.expression) giveBack(sight, node.expression, node)
  if (ts.isArrowFunction(node) && ts.isExpression(node.body)) giveBack(sight, node.body, node.body)
  if (!ts.isFunctionLike(node)) return
  const signature = checker.getSignatureFromDeclaration(node)
  if (!signature) return
  const predicate = checker.getTypePredicateOfSignature(signature)
  if (predicate?.type && predicate.parameterIndex !== undefined) {
    const tested = signature.parameters[predicate.parameterIndex]!
    meet(sight, checker.getTypeOfSymbol(tested), predicate.type, whereIs(node))
  }
  if (ts.isFunctionDeclaration(node) && node.body) followOverloads(sight, node, signature)
}

function giveBack(sight: Sight, value: ts.Expression, at: ts.Node): void {
  const around = ts.findAncestor(at, ts.isFunctionLike)
  const signature = around && sight.checker.getSignatureFromDeclaration(around)
  if (signature) meet(sight, sight.checker.getTypeAtLocation(value), signature.getReturnType(), whereIs(at))
}

/** Each is told of apart, and all are one function. */
function followOverloads(sight: Sight, node: ts.FunctionDeclaration, written: ts.Signature): void {
  const { checker } = sight
  for (const each of checker.getTypeAtLocation(node).getCallSignatures()) {
    each.parameters.forEach((parameter, i) => {
      const own = written.parameters[i]
      if (own) meet(sight, checker.getTypeOfSymbol(parameter), checker.getTypeOfSymbol(own), whereIs(node))
    })
    meet(sight, written.getReturnType(), each.getReturnType(), whereIs(node))
  }
}

function followCall(sight: Sight, node: ts.CallExpression | ts.NewExpression): void {
  const { checker } = sight
  const signature = checker.getResolvedSignature(node)
  if (!signature) return
  for (const each of node.arguments ?? []) if (ts.isSpreadElement(each)) spread(sight, each, signature)
  const { declaration } = signature
  if (!declaration || ts.isJSDocSignature(declaration) || !sight.isOurs(declaration.getSourceFile())) return
  const written = checker.getSignatureFromDeclaration(declaration)
  if (written?.typeParameters) followGeneric(sight, node, signature, written)
}

/** `f(...values)`: each may be any of the parameters. */
function spread(sight: Sight, { expression }: ts.SpreadElement, { parameters }: ts.Signature): void {
  const { checker } = sight
  const held = checker.getIndexInfosOfType(checker.getTypeAtLocation(expression))[0]?.type
  if (held)
    for (const each of parameters) meet(sight, held, checker.getTypeOfSymbol(each), whereIs(expression))
}

/** A generic function of ours is written for any T, and may show what it was given. */
function followGeneric(
  sight: Sight,
  node: ts.CallExpression | ts.NewExpression,
  signature: ts.Signature,
  written: ts.Signature,
): void {
  const { checker } = sight
  const { parameters } = written
  const all = node.arguments ?? []
  const why = whereIs(node)
  parameters.forEach((parameter, i) => {
    const given = i === parameters.length - 1 ? all.slice(i) : all.slice(i, i + 1)
    for (const each of given)
      meet(sight, checker.getTypeAtLocation(each), checker.getTypeOfSymbol(parameter), why)
  })
  meet(sight, written.getReturnType(), signature.getReturnType(), why)
  node.typeArguments?.forEach((each, i) =>
    meet(sight, checker.getTypeFromTypeNode(each), written.typeParameters![i]!, why),
  )
}

/** Passed on without types. */
function seeArguments(sight: Sight, node: ts.Node): void {
  const around = ts.findAncestor(node, (each) => ts.isFunctionLike(each) && !ts.isArrowFunction(each))
  for (const each of (around as ts.FunctionLikeDeclaration | undefined)?.parameters ?? [])
    see(sight, sight.checker.getTypeAtLocation(each), whereIs(node))
}

/** Values of which the node's is one. */
function choicesOf(node: ts.Expression): ts.Expression[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse]
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return [node.expression]
  if (!ts.isBinaryExpression(node)) return []
  const kind = node.operatorToken.kind
  if (kind === ts.SyntaxKind.CommaToken || kind === ts.SyntaxKind.EqualsToken) return [node.right]
  return CHOICES.includes(kind) ? [node.left, node.right] : []
}

const CHOICES = [
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
]

/** The name of something, and no value. */
function isName(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && (node.parent as { name?: ts.Node }).name === node
}

/** `const { a } = node`: the pattern asks for names, not for a type. */
function isTakenApart(node: ts.Expression): boolean {
  const { parent } = node
  if (ts.isExpression(parent) && choicesOf(parent).includes(node)) return isTakenApart(parent)
  return (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) && !parent.type
}

/** `core/signal.ts:12` */
export function whereIs(node: ts.Node): string {
  const file = node.getSourceFile()
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}
