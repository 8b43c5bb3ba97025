import { describe, expect, test } from 'vitest'
import { useAdmin } from '../harness.ts'
import { createAdmin } from './index.ts'
import recorded from './recorded.json' with { type: 'json' }

const oap = useAdmin()

describe('a change of storage', () => {
  const { fencing, rollingOut, settled } = recorded.answers

  const put = async (...phases: object[]) => {
    await oap.start({})
    oap.admin.phases.push(...phases)
    const pauses: number[] = []
    const host = createAdmin({ base: oap.admin.url, pause: async (ms) => void pauses.push(ms) })
    const done = host.put('lal', 'x', 'rules: []')
    await done.catch(() => {})
    return { done, pauses }
  }

  test('is waited for', async () => {
    const { done, pauses } = await put(fencing.body, rollingOut.body, settled.body)
    await expect(done).resolves.toMatchObject({ applyStatus: 'structural_applied' })
    expect(pauses).toHaveLength(2)
  })

  test.each([
    [{ phase: 'FAILED', failureReason: 'no quorum' }, 'no quorum'],
    [{ phase: 'DEGRADED', fenceLaggards: ['data-2'] }, 'data-2'],
  ])('that ends in %j is told', async (phase, expected) => {
    const { done } = await put(phase)
    await expect(done).rejects.toThrow(expected)
  })

  test('is not waited for without end', async () => {
    const { done } = await put(...Array.from({ length: 300 }, () => ({ phase: 'FENCING' })))
    await expect(done).rejects.toThrow('not in force after 240 s')
  })
})
