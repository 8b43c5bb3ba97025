/** Everything that is tried now and then. What comes more often belongs into test/e2e. */
import { nodeRow } from './node.ts'
import type { Row } from './row.ts'
import { taroRow } from './taro.ts'

export const ROWS: Row[] = [nodeRow(22), nodeRow(24), taroRow('4.1.11'), taroRow('4.2.1')]
