import { expect, test } from 'vitest'
import { createBook, type Account } from './book.ts'

function account(more: Partial<Account>): Account {
  return {
    ...{ taken: {}, restored: {}, delivered: {}, dropped: {}, pending: {}, stored: {} },
    ...more,
  }
}

test('a device comes out even over a restart, also before the new process has looked into storage', () => {
  const book = createBook()
  const first = account({
    taken: { log: 10 },
    delivered: { log: 6 },
    dropped: { log: { failed: 1 } },
    pending: { log: 3 },
  })
  book.close(first, 5000)
  expect(book.total(account({}), 10)).toEqual({
    ...{ taken: { log: 10 }, delivered: { log: 6 }, dropped: { log: { failed: 1 } } },
    ...{ pending: {}, stored: { log: 3 } },
  })
  const second = account({ taken: { log: 1 }, restored: { log: 3 }, delivered: { log: 4 } })
  expect(book.total(second, 300)).toEqual({
    ...{ taken: { log: 11 }, delivered: { log: 10 }, dropped: { log: { failed: 1 } } },
    ...{ pending: {}, stored: {} },
  })
  book.close(second, 5000)
  expect(book.total(undefined, 0)).toMatchObject({ taken: { log: 11 }, delivered: { log: 10 }, stored: {} })
})

test('what a kill came too soon for is told as such', () => {
  const book = createBook()
  book.close(account({ taken: { log: 2 }, pending: { log: 2 } }), 5000)
  const second = account({ restored: { log: 1 }, delivered: { log: 1 } })
  expect(book.total(second, 5000)).toMatchObject({
    taken: { log: 2 },
    dropped: { log: { killed: 1 } },
    stored: {},
  })
})
