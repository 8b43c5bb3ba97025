import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatted, root } from '../rules/write.ts'
import { bundledCommand } from './bundle.ts'

const written = readFileSync(join(root, 'apply.mjs'), 'utf8')

test('apply.mjs is what `npm run rules` makes of apply/', { timeout: 60_000 }, async () => {
  expect(written).toBe(await formatted('apply.mjs', await bundledCommand()))
})

test('apply.mjs needs Node and nothing else, and says what it is made of', () => {
  const imported = [...written.matchAll(/^(?:import|export) .*from '(.*)'/gm)].map(([, name]) => name)
  expect(imported.length).toBeGreaterThan(3)
  expect(imported.filter((name) => !name!.startsWith('node:'))).toEqual([])
  expect(written).not.toMatch(/\brequire\(/)
  expect(written).toMatch(
    /^#!\/usr\/bin\/env node\n\/\*\n[^]*Written by `npm run rules`[^]*Copyright Eemeli Aro/,
  )
})
