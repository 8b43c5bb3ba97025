import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exclusively } from './lock.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mini-monitor-locks-'))
  vi.stubEnv('MINI_MONITOR_CACHE', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

/** A process that has taken the lock and never gives it back. */
async function holder(name: string) {
  const source = `import { exclusively } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
    exclusively(${JSON.stringify(name)}, () => new Promise((resolve) => {
      console.log('taken')
      setTimeout(resolve, 1e9)
    }))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test('one after the other, and who waits says so', async () => {
  const seen: string[] = []
  let finish = () => {}
  const first = exclusively('app', () => {
    seen.push('first begins')
    return new Promise<void>((resolve) => (finish = resolve)).then(() => void seen.push('first ends'))
  })
  await vi.waitFor(() => expect(seen).toEqual(['first begins']))
  const waiting = vi.fn(() => finish())
  const second = exclusively('app', async () => void seen.push('second'), waiting)
  await Promise.all([first, second])
  expect(waiting).toHaveBeenCalledOnce()
  expect(seen).toEqual(['first begins', 'first ends', 'second'])
})

test('different names do not wait for each other, and a failure leaves no lock', async () => {
  const failed = exclusively('one', () => exclusively('two', () => Promise.reject(new Error('no packages'))))
  await expect(failed).rejects.toThrow('no packages')
  expect([existsSync(join(home, 'locks/one.lock')), existsSync(join(home, 'locks/two.lock'))]).toEqual([
    false,
    false,
  ])
})

test('the lock of a process that was killed is broken once it is old', { timeout: 60_000 }, async () => {
  const child = await holder('app')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = join(home, 'locks/app.lock')
  expect(existsSync(lock)).toBe(true)
  const longAgo = new Date(Date.now() - 31_000)
  utimesSync(lock, longAgo, longAgo)
  expect(await exclusively('app', async () => 'built')).toBe('built')
  expect(existsSync(lock)).toBe(false)
})
