import type { Dimension, Filter, PayloadDetail, Snapshot, Trace } from '../../sink/store/snapshot.ts'
import type { Language, Translate } from './i18n.ts'

export type RawTab = 'payloads' | 'metrics' | 'logs'

export interface State {
  language: Language
  filter: Filter
  paused: boolean
  connected: boolean
  requestsBy: Dimension
  rawTab: RawTab
  /** What is unfolded: `error <id>`, `trace <id>`, `span <id>`, `payload <id>`, `all <panel>`. */
  open: Set<string>
  payloads: Map<number, PayloadDetail>
  /** A trace that an error led to and that is no longer among the newest; null if it is not kept. */
  linked?: { id: string; trace: Trace | null }
  snapshot?: Snapshot
}

/** What every panel is given. */
export interface View {
  state: State
  data: Snapshot
  t: Translate
}
