// @vitest-environment jsdom
/** An error as its user reads it: unfolded, chosen, followed to its trace, folded again. */
import { expect, test } from 'vitest'
import type { ErrorDetail, ErrorOccurrence, Snapshot } from '../../sink/store/snapshot.ts'
import { answered, error, open, some } from './fixtures.tsx'

function occurrence(id: string, change: Partial<ErrorOccurrence> = {}): ErrorOccurrence {
  return {
    ...{ id, service: 'shop', platform: 'wechat', arrived: 0, time: 0, times: 1, message: id, version: '' },
    ...{
      device: '',
      system: '',
      page: '',
      session: '',
      user: '',
      traceId: '',
      stack: '',
      componentStack: '',
    },
    ...{ breadcrumbs: '', attributes: {}, ...change },
  }
}

function detail(row: Snapshot['errors'][number], ...occurrences: ErrorOccurrence[]): ErrorDetail {
  const splits = { version: [], platform: [], system: [], page: [] }
  return { ...row, splits, users: { count: 0, more: false }, occurrences, gone: 0 }
}

function unfold(row: HTMLElement): HTMLButtonElement {
  const button = row.querySelector('button')!
  button.focus()
  button.click()
  return button
}

function escape(): void {
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
}

test('an error leads to its trace, one that is no longer among the newest too', async () => {
  const span: Snapshot['traces'][number]['spans'][number] = {
    ...{ id: 's', parent: '', name: 'pay', service: 'shop', platform: 'wechat', kind: 'Exit', layer: '' },
    ...{ peer: '', component: '', start: 0, end: 5, error: true, from: 'segment', tags: [] },
  }
  const trace = { id: 't1', start: 0, end: 5, error: true, spans: [span] }
  const { all, one, revealed, send } = open({
    '/api/traces/t1': trace,
    '/api/errors/a?': detail(error('a'), occurrence('1', { traceId: 't1' })),
    '/api/errors/b?': detail(error('b'), occurrence('2', { traceId: 't2' })),
  })
  send(some({ errors: [error('a'), error('b')] }))
  all('error-row').forEach(unfold)
  await answered()
  all('error-trace')[0]!.click()
  await answered()
  expect(revealed).toEqual(['t1'])
  expect(one('trace-detail').textContent).toContain('pay')
  all('error-trace')[1]!.click()
  await answered()
  expect(revealed).toEqual(['t1', 't2'])
  expect(one('traces').querySelector('.notice')!.textContent).toContain('not kept')
})

test('an error is read when it is unfolded, and again when it has occurred again', async () => {
  const answers: { [address: string]: unknown } = { '/api/errors/a?': detail(error('a'), occurrence('1')) }
  const { all, asked, one, send } = open(answers)
  send(some({ errors: [error('a'), error('b')] }))
  expect(asked).toEqual([])
  unfold(all('error-row')[0]!)
  expect(one('error-row').textContent).toContain('Loading…')
  await answered()
  expect(one('error-message').textContent).toBe('1')
  send(some({ errors: [error('a'), error('b')] }))
  await answered()
  expect(asked).toEqual(['/api/errors/a?'])
  const again = { ...error('a'), count: 2 }
  answers['/api/errors/a?'] = detail(again, occurrence('2'), occurrence('1'))
  send(some({ errors: [again, error('b')] }))
  await answered()
  expect(one('error-message').textContent).toBe('2')
})

test('the occurrence that was chosen stays in sight when newer ones come, and when it is no longer kept', async () => {
  const answers: { [address: string]: unknown } = {
    '/api/errors/a?': detail(error('a'), occurrence('2'), occurrence('1', { stack: 'Error: old' })),
  }
  const { all, one, send } = open(answers)
  send(some({ errors: [error('a')] }))
  unfold(one('error-row'))
  await answered()
  all('error-occurrence')[1]!.click()
  const again = { ...error('a'), count: 5 }
  answers['/api/errors/a?'] = detail(again, occurrence('5'), occurrence('4'))
  send(some({ errors: [again] }))
  await answered()
  expect(one('error-stack').textContent).toBe('Error: old')
  expect(all('error-occurrence').map((row) => row.getAttribute('aria-pressed'))).toEqual([
    'true',
    'false',
    'false',
  ])
})

test('after a change of the filter an open error is read for that filter', async () => {
  const { asked, choose, one, send } = open({ '/api/errors/a?': detail(error('a'), occurrence('1')) })
  send(some({ errors: [error('a')] }))
  unfold(one('error-row'))
  await answered()
  choose('service', 'club')
  expect(one('error-row').textContent).toContain('Loading…')
  send(some({ errors: [error('a')] }))
  await answered()
  expect(asked).toEqual(['/api/errors/a?', '/api/errors/a?service=club'])
  expect(one('error-row').textContent).toContain('not kept')
})

test('Escape folds what the focus is in, and takes the focus back to what unfolded it', async () => {
  const { all, one, send } = open({ '/api/errors/a?': detail(error('a'), occurrence('1')) })
  send(some({ errors: [error('a')] }))
  const button = unfold(one('error-row'))
  await answered()
  one('error-occurrence').focus()
  escape()
  expect(all('error-detail')).toEqual([])
  expect(document.activeElement).toBe(button)
})

test('the focus follows to the trace and comes back to the error', async () => {
  const span: Snapshot['traces'][number]['spans'][number] = {
    ...{ id: 's', parent: '', name: 'pay', service: 'shop', platform: 'wechat', kind: 'Exit', layer: '' },
    ...{ peer: '', component: '', start: 0, end: 5, error: true, from: 'segment', tags: [] },
  }
  const trace = { id: 't1', start: 0, end: 5, error: true, spans: [span] }
  const { one, send } = open({ '/api/errors/a?': detail(error('a'), occurrence('1', { traceId: 't1' })) })
  send(some({ errors: [error('a')], traces: [trace] }))
  unfold(one('error-row'))
  await answered()
  const way = one('error-trace')
  way.focus()
  way.click()
  await answered()
  expect(document.activeElement!.closest('[data-testid="trace-row"]')).toBe(one('trace-row'))
  escape()
  expect(document.activeElement).toBe(way)
})

test('a row that moves to another place keeps the focus', () => {
  const { all, send } = open()
  send(some({ errors: [error('a'), error('b'), error('c')] }))
  const button = all('error-row')[2]!.querySelector('button')!
  button.focus()
  send(some({ errors: [error('c'), error('b'), error('a')] }))
  expect(document.activeElement).toBe(button)
})

test('what tells two errors apart is in their rows, however late it comes', () => {
  const { all, send } = open()
  const path = `GET https://shop.example/${'segment/'.repeat(40)}`
  send(some({ errors: [error('a', `${path}orders failed`), error('b', `${path}carts failed`)] }))
  const [orders, carts] = all('error-row').map((row) => row.querySelector('.message')!.textContent!)
  expect([orders, carts]).toEqual([expect.stringContaining('orders'), expect.stringContaining('carts')])
  expect(orders!.length).toBeLessThan(200)
})

test('rows show the status, and what was not told is unknown', () => {
  const { all, send } = open()
  send(some({ errors: [{ ...error('ajax', 'GET failed'), status: '503' }, error('', '')] }))
  const [failed, unknown] = all('error-row').map((row) => row.textContent)
  expect(failed).toContain('503')
  expect(unknown).toMatch(/unknown.*\(no message\).*sessions unknown/)
})
