import { Scalar, isMap, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml'

/* A file of rules: what stands in it, and ours as another OAP needs it. Comments and order stay as they were. */

export interface MetricRule {
  name: string
  exp: string
}

export interface RuleFile {
  prefix: string
  suffix: string
  rules: MetricRule[]
}

/** Of a file of MAL; what OAP holds is read as far as it can be. */
export function readRuleFile(text: string): RuleFile {
  const document = parseDocument(text, { logLevel: 'silent' })
  const top = isMap(document.contents) ? document.contents : undefined
  return {
    prefix: textAt(top, 'metricPrefix'),
    suffix: textAt(top, 'expSuffix'),
    rules: rulesOf(document)
      .map((rule) => ({ name: textAt(rule, 'name'), exp: textAt(rule, 'exp') }))
      .filter(({ exp }) => exp),
  }
}

/** The expression that OAP compiles: the file's suffix comes behind that of the rule. */
export function compiled({ suffix }: RuleFile, { exp }: MetricRule): string {
  return suffix ? `(${exp}).${suffix}` : exp
}

/** An override of a rule that OAP reads at boot may not declare layers. */
export function withoutLayers(text: string): string {
  return edited(text, (document) => {
    const file = document.contents
    if (!isMap<Scalar>(file) || !file.has(LAYERS)) return
    const [first] = file.items
    // the first line is about the file, what follows is about its layers
    const head = first.key.commentBefore?.split('\n')[0]
    file.delete(LAYERS)
    file.items[0].key.commentBefore ??= head
  })
}

/** Layers of rules that are pushed have ordinals from `from` on. */
export function withOrdinalsFrom(from: number, text: string): string {
  return edited(text, (document) => {
    for (const layer of mapsAt(document, LAYERS)) layer.set('ordinal', from + Number(layer.get('ordinal')))
  })
}

/**
 * Metrics go on under new names, and come once more as they were.
 * @param kept those as they were; `renamed` is what ours is called from now on
 */
export function withOldBeside(text: string, kept: (MetricRule & { renamed: string })[]): string {
  return edited(text, (document) => {
    const rules = rulesOf(document)
    for (const { name, renamed } of kept)
      rules.find((rule) => rule.get('name') === name)?.set('name', renamed)
    kept.forEach(({ name, exp }, index) => {
      const quoted = new Scalar(exp)
      quoted.type = Scalar.QUOTE_DOUBLE
      const rule = document.createNode({ name, exp: quoted })
      if (!index) rule.commentBefore = ' As before, to keep what is stored.'
      document.addIn([RULES], rule)
    })
  })
}

const LAYERS = 'layerDefinitions'
const RULES = 'metricsRules'

function edited(text: string, edit: (document: Document.Parsed) => void): string {
  const document = parseDocument(text)
  edit(document)
  // OAP shows a rule as it was pushed: no line is folded
  return document.toString({ lineWidth: 0 })
}

function rulesOf(document: Document.Parsed): YAMLMap[] {
  return mapsAt(document, RULES)
}

function mapsAt(document: Document.Parsed, key: string): YAMLMap[] {
  const list = isMap(document.contents) ? document.contents.get(key) : undefined
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : []
}

function textAt(map: YAMLMap | undefined, key: string): string {
  const value = map?.get(key)
  return value === undefined || value === null ? '' : String(value)
}
