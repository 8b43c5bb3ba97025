/* SkyWalking's Log Analysis Language as a tree: the part of OAP's grammar that our rules use. */

export interface LalRule {
  statements: LalStatement[]
}

export type LalStatement =
  | { type: 'def'; name: string; value: LalValue }
  | { type: 'abort' }
  | { type: 'if'; branches: LalBranch[]; otherwise: LalStatement[] }
  | { type: 'extractor'; of: LalStatement[] }
  | { type: 'sink'; of: LalStatement[] }
  | { type: 'field'; name: string; value: LalValue }
  | { type: 'tag'; name: string; value: LalValue }
  | LalMetrics

export interface LalBranch {
  when: LalCondition
  then: LalStatement[]
}

/** A sample for MAL. */
export interface LalMetrics {
  type: 'metrics'
  name: string
  timestamp: LalValue
  value: LalValue
  labels: Record<string, LalValue>
}

export type LalCondition =
  | { type: 'and'; of: LalCondition[] }
  | { type: 'or'; of: LalCondition[] }
  | { type: 'equal'; left: LalValue; right: LalValue }
  | { type: 'different'; left: LalValue; right: LalValue }

export type LalValue =
  | { type: 'text'; value: string }
  | { type: 'number'; value: number }
  | { type: 'null' }
  | { type: 'name'; value: string }
  | { type: 'log'; field: string }
  | { type: 'call'; name: string; argument: string }
