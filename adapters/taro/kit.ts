import { preset, type Kit } from '../../core/index.ts'
import { setData } from './updates.ts'

/** Everything, for those who give their options at run time. */
export function everything(): Kit {
  return Object.assign({}, preset, { slices: preset.slices.concat(setData) })
}
