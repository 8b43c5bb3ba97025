import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readHistory, record, type Entry } from './history.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'history-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function entry(ratio: number): Entry {
  return {
    at: '2024-06-01',
    version: '0.1.0',
    node: '20.19.0',
    short: false,
    ratios: { 'jit flush/proto': ratio },
  }
}

test('what was recorded is read back in its order, and nothing of it is lost', () => {
  const file = join(folder, 'history.jsonl')
  expect(readHistory(file)).toEqual([])
  record(file, entry(0.5))
  record(file, entry(0.4))
  expect(readHistory(file)).toEqual([entry(0.5), entry(0.4)])
})

test('a line that a merge has spoiled does not hide the others', () => {
  const file = join(folder, 'history.jsonl')
  record(file, entry(0.5))
  appendFileSync(file, '<<<<<<< HEAD\n{"at":1}\nnull\n')
  record(file, entry(0.4))
  expect(readHistory(file)).toEqual([entry(0.5), entry(0.4)])
})
