import ts from 'typescript'

/**
 * Functions of a bundle become arrows, which are shorter, and which minifiers put in the place where they are used once.
 * Left as they are: those that use `this` or `arguments`, and those that the bundle may call before it comes to them,
 * since only declarations are there from its start.
 */
export function arrows(code: string): string {
  const source = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const early = calledEarly(source)
  return source.statements
    .map((each) =>
      isFunction(each) && !early.has(each.name.text) && !usesOwn(each)
        ? arrowOf(each, code)
        : each.getFullText(),
    )
    .join('')
}

type NamedFunction = ts.FunctionDeclaration & { name: ts.Identifier; body: ts.Block }

function isFunction(node: ts.Statement): node is NamedFunction {
  return (
    ts.isFunctionDeclaration(node) && !!node.name && !!node.body && !node.asteriskToken && !node.modifiers
  )
}

function arrowOf({ name, parameters, body }: NamedFunction, code: string): string {
  return `\nvar ${name.text} = (${code.slice(parameters.pos, parameters.end)}) => ${body.getText()};`
}

/** `this` and `arguments` of a function are its own; an arrow would have those around it. */
function usesOwn(of: NamedFunction): boolean {
  const uses = (node: ts.Node): boolean => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) return true
    if (ts.isIdentifier(node) && node.text === 'arguments') return true
    if (node !== of && ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return false
    return ts.forEachChild(node, (child) => uses(child) || undefined) ?? false
  }
  return uses(of)
}

/** Functions below a statement of the bundle that names them, itself or by way of others. */
function calledEarly(source: ts.SourceFile): Set<string> {
  const functions = new Map(source.statements.filter(isFunction).map((each) => [each.name.text, each]))
  const early = new Set<string>()
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isExportDeclaration(statement)) continue
    const seen = new Set<string>()
    const todo = namesIn(statement)
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      const found = functions.get(name)
      if (!found || seen.has(name)) continue
      seen.add(name)
      if (found.pos > statement.pos) early.add(name)
      todo.push(...namesIn(found))
    }
  }
  return early
}

function namesIn(node: ts.Node): string[] {
  const names: string[] = []
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) names.push(each.text)
    ts.forEachChild(each, visit)
  }
  visit(node)
  return names
}
