import { describe, expect, test } from 'vitest'
import { fakeAdmin, type FakeAdmin } from './admin/fake.ts'
import { createAdmin } from './admin/index.ts'
import recorded from './admin/recorded.json' with { type: 'json' }
import { run, useAdmin } from './harness.ts'

const oap = useAdmin()

describe('what goes wrong is told', () => {
  const { restPort } = recorded.answers
  const rest = (version: string) => (_: string, path: string) =>
    path === '/graphql'
      ? { status: 200, body: JSON.stringify({ data: { version } }) }
      : { status: restPort.status, body: restPort.body }
  const answers: [string, NonNullable<FakeAdmin['override']>, string][] = [
    ['no such module', () => ({ status: 404, body: restPort.body }), 'SW_RECEIVER_RUNTIME_RULE=default'],
    ['that it is another port of OAP', rest('11.0.0-5839d2a'), 'wants the admin host, port 17128'],
    [
      'that it is an older OAP',
      rest('10.4.0-aaaa'),
      'is an OAP 10.4.0-aaaa, to which no rules can be pushed',
    ],
    ['a web page', () => ({ status: 200, body: '<!doctype html><title>login</title>' }), 'a web page'],
    ['something else', () => ({ status: 200, body: '{"status":"UP"}' }), 'not as OAP’s admin host does'],
    ['a redirect', () => ({ status: 302, body: '', headers: { Location: '/login' } }), 'redirects to /login'],
    ['half', () => ({ status: 200, body: '{"rules":[', trouble: 'breaksOff' }), 'breaks off in the middle'],
    ['half, and calls it all', () => ({ status: 200, body: '{"rules":[' }), 'breaks off in the middle'],
    [
      '503',
      () => ({ status: 503, body: '{"applyStatus":"storage_unavailable","message":"no storage"}' }),
      'no storage: OAP’s storage does not answer',
    ],
    ['plain text', () => ({ status: 500, body: 'out of memory' }), 'out of memory'],
  ]
  test.each(answers)('in one line: the list answers with %s', async (_, answer, expected) => {
    await oap.start()
    oap.admin.override = answer
    const { code, error } = await oap.apply('--yes')
    expect(code).toBe(1)
    expect(error).toContain(expected)
    expect(error.trim().split('\n')).toHaveLength(1)
    expect(oap.admin.writes).toEqual([])
  })

  test('a host that does not answer', async () => {
    await oap.start()
    oap.admin.override = () => ({ status: 200, body: '', trouble: 'isSilent' })
    const host = createAdmin({ base: oap.admin.url, timeout: 50 })
    await expect(host.rules()).rejects.toThrow('has not answered in 0.05 s. The same command looks again')
  })

  test('a change that is answered in half is told as open, and the same command goes on', async () => {
    await oap.start()
    oap.admin.override = (_, path) =>
      path.endsWith('addOrUpdate') ? { status: 200, body: '{', trouble: 'breaksOff' } : undefined
    const { code, error } = await oap.apply('--yes')
    expect(code).toBe(1)
    expect(error).toContain('The same command looks again at what is there and goes on.')
    expect(error).toContain('0 of 29 rules were changed before it')
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
    layer_name_conflict: 'config/layer-extensions.yml must have',
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
