import { describe, expect, test } from 'vitest'
import { fakeAdmin, type FakeAdmin } from './admin/fake.ts'
import { run, useAdmin } from './harness.ts'

const oap = useAdmin()

describe('what goes wrong is told', () => {
  const answers: [string, () => ReturnType<NonNullable<FakeAdmin['override']>>, string][] = [
    ['no such module', () => ({ status: 404, body: '' }), 'SW_RECEIVER_RUNTIME_RULE=default'],
    ['a web page', () => ({ status: 200, body: '<!doctype html><title>login</title>' }), 'a web page'],
    ['a redirect', () => ({ status: 302, body: '', headers: { Location: '/login' } }), 'redirects to /login'],
    [
      '503',
      () => ({ status: 503, body: '{"applyStatus":"storage_unavailable","message":"no storage"}' }),
      'no storage\n  OAP’s storage does not answer',
    ],
    ['plain text', () => ({ status: 500, body: 'out of memory' }), 'out of memory'],
  ]
  test.each(answers)('the list answers with %s', async (_, answer, expected) => {
    await oap.start()
    oap.admin.override = answer
    const { code, error } = await oap.apply('--yes')
    expect(code).toBe(1)
    expect(error).toContain(expected)
    expect(oap.admin.writes).toEqual([])
  })

  test('nobody listens', async () => {
    const { url, close } = await fakeAdmin()
    await close()
    const { code, error } = await run('--admin', url)
    expect(code).toBe(1)
    expect(error).toContain('cannot be reached (ECONNREFUSED)')
  })

  const refusals = {
    compile_failed: 'could not compile the rule',
    storage_change_requires_explicit_approval: '--new-names keeps it',
    layer_override_forbidden: 'owns its layers',
    layer_name_conflict: 'keep to one way',
    update_in_progress: 'try again in a few seconds',
  }
  test.each(Object.entries(refusals))(
    '%s: with the hint, and nothing after it is pushed',
    async (applyStatus, hint) => {
      await oap.start()
      oap.admin.override = (method, path) =>
        method === 'POST' && path.endsWith('addOrUpdate')
          ? {
              status: applyStatus === 'compile_failed' ? 400 : 409,
              body: JSON.stringify({ applyStatus, message: 'line 3' }),
            }
          : undefined
      const { code, error } = await oap.apply('--yes')
      expect(code).toBe(1)
      expect(error).toContain(applyStatus)
      expect(error).toContain('line 3')
      expect(error).toContain(hint)
      expect(oap.admin.writes).toHaveLength(1)
    },
  )

  test.each([
    [['--yes'], '--admin needs the URL'],
    [['--admin', 'oap:17128'], '--admin needs the URL'],
    [['--admin', 'http://oap', '--platforms', 'weixin'], 'weixin is none of'],
    [['--admin', 'http://oap', '--header', 'nonsense'], 'is not of the form'],
    [['--force'], '--force'],
  ])('%j is no way to call it', async (args, expected) => {
    const { code, error } = await run(...args)
    expect(code).toBe(2)
    expect(error).toContain(expected)
  })
})
