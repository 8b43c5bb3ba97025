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

/** A layer that OAP does not know by itself. */
export interface Layer {
  name: string
  ordinal: number
  normal: boolean
}

/** Of `layer-extensions.yml`. */
export function readLayers(text: string): Layer[] {
  return mapsAt(parseDocument(text), 'layers').map((layer) => layer.toJSON() as Layer)
}

/** The same rules, which declare the layers: a rule that is pushed brings its own. */
export function withLayers(text: string, layers: Layer[]): string {
  if (!layers.length) return text
  return edited(text, (document) => {
    const file = document.contents as YAMLMap<Scalar>
    const [first] = file.items
    const declared = document.createPair<Scalar>(LAYERS, layers)
    declared.key.commentBefore = first.key.commentBefore
    first.key.commentBefore = undefined
    file.items.unshift(declared)
  })
}

/** Rules of LAL that take nothing, under the same names; what remains of them is that their layers are declared. */
export function stubOf(text: string): string {
  return edited(text, (document) => {
    for (const rule of mapsAt(document, LAL_RULES)) rule.set('dsl', 'filter {\n  abort {}\n}\n')
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
const LAL_RULES = 'rules'

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
