import type { Scope } from '../rules/scopes.ts'
import type { Happening } from './fleet/happening.ts'
import { UPDATE_BOUNDS, durations, ofKind, requests, sum, updates } from './truth.ts'

/* What is judged, besides averages: what it is of what happened, without SkyWalking. */

export interface Count {
  name: string
  count: (happened: Happening[]) => number
  label?: string
  /** Only of these entities. */
  of?: readonly Scope[]
}

/** What is added up, at every step. */
export const COUNTS: Count[] = [
  { name: 'request_count', count: (all) => requests(all).length },
  { name: 'request_success_count', count: (all) => requests(all).filter(({ failed }) => !failed).length },
  {
    name: 'request_failed_count',
    of: ['endpoint'],
    count: (all) => requests(all).filter(({ failed }) => failed).length,
  },
  { name: 'request_duration_sum', count: (all) => sum(durations(requests(all))) },
  ...['js', 'promise', 'ajax'].map((type) => ({
    name: 'error_count',
    label: type,
    count: (all: Happening[]) => all.filter((each) => each.type === type).length,
  })),
  ...(['service', 'instance'] as const).flatMap((scope): Count[] => [
    { name: 'app_starts_count', label: 'cold', of: [scope], count: (all) => ofKind(all, 'cold').length },
    { name: 'sessions_count', of: [scope], count: (all) => ofKind(all, 'session').length },
  ]),
  { name: 'page_views_count', count: (all) => ofKind(all, 'view').length },
  { name: 'page_stay_count', count: (all) => ofKind(all, 'stay').length },
  { name: 'page_stay_duration_sum', count: (all) => sum(durations(ofKind(all, 'stay'))) },
  { name: 'lag_count', count: (all) => ofKind(all, 'lag').length },
  { name: 'lag_duration_sum', count: (all) => sum(durations(ofKind(all, 'lag'))) },
  {
    name: 'dropped_count',
    label: 'deduplicated',
    of: ['service', 'instance'],
    count: (all) => sum(all.filter(({ reason }) => reason === 'deduplicated').map(({ count = 0 }) => count)),
  },
]

export const COUNTS_OF_UPDATES: Count[] = [
  { name: 'set_data_count', count: (all) => updates(all).length },
  { name: 'set_data_size_sum', count: sizes },
  { name: 'set_data_keys_sum', count: keys },
]

function sizes(all: Happening[]): number {
  return sum(updates(all).map(({ bytes = 0 }) => bytes))
}

function keys(all: Happening[]): number {
  return sum(updates(all).map(({ keys = 0 }) => keys))
}

export interface Ratio {
  id: string
  of: (all: Happening[]) => number
}

export const RATIOS: Ratio[] = [
  {
    id: 'mm_x_success',
    of: (all) => (100 * requests(all).filter(({ failed }) => !failed).length) / requests(all).length,
  },
  {
    id: 'mm_x_stay',
    of: (all) => sum(durations(ofKind(all, 'stay'))) / ofKind(all, 'stay').length,
  },
  {
    id: 'mm_x_lag_duration',
    of: (all) => sum(durations(ofKind(all, 'lag'))) / ofKind(all, 'lag').length,
  },
  { id: 'mm_x_average', of: (all) => sum(durations(requests(all))) / requests(all).length },
]

export const RATIOS_OF_UPDATES: Ratio[] = [
  { id: 'mm_x_update_size', of: (all) => sizes(all) / updates(all).length },
  { id: 'mm_x_update_keys', of: (all) => keys(all) / updates(all).length },
]

export interface Ranked {
  name: string
  of: (all: Happening[]) => Happening[]
  bounds?: readonly number[]
}

export const OF_REQUESTS: Ranked = { name: 'request_duration_percentile', of: requests }
export const OF_UPDATES: Ranked = { name: 'set_data_duration_percentile', of: updates, bounds: UPDATE_BOUNDS }
