import type { Filter, FilterPart } from '../../sink/store/filter.ts'
import type {
  Dimension,
  ErrorDetail,
  ErrorOccurrence,
  PayloadDetail,
  Snapshot,
  Trace,
} from '../../sink/store/snapshot.ts'
import type { Language } from './i18n.ts'

export const RAW_TABS = ['payloads', 'metrics', 'logs'] as const
export type RawTab = (typeof RAW_TABS)[number]

/** All that the page knows; whoever changes it has it drawn anew. */
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
  /** Of the errors that are unfolded, by id; null if it is not kept (any more). */
  errors: Map<string, ErrorDetail | null>
  /** By id of the error: what was chosen stays in sight, whatever comes; else the newest is shown. */
  occurrences: Map<string, ErrorOccurrence>
  /** A trace that an error led to and that is no longer among the newest; null if it is not kept. */
  linked?: { id: string; trace: Trace | null }
  snapshot?: Snapshot
}

export function firstState(language: Language, filter: Filter): State {
  return {
    language,
    filter,
    paused: false,
    connected: false,
    requestsBy: 'host',
    rawTab: 'payloads',
    open: new Set(),
    payloads: new Map(),
    errors: new Map(),
    occurrences: new Map(),
  }
}

/** What a user may do. */
export interface Actions {
  pause(): void
  switchLanguage(): void
  /** Of the rest of the filter nothing changes; '' for all. */
  choose(part: FilterPart, value: string): void
  /** Shows one sender alone, or all again where it is shown already; time range and search stay. */
  focus(sender: { service: string; platform: string; framework: string }): void
  showAll(): void
  groupRequests(by: Dimension): void
  showRaw(tab: RawTab): void
  /** Folds what is open, unfolds what is not. */
  toggle(key: string): void
  /** Folds it, and takes the focus back to what unfolded it. */
  close(key: string): void
  openError(id: string): void
  showOccurrence(error: string, occurrence: ErrorOccurrence): void
  openPayload(id: number): void
  openTrace(id: string): void
}
