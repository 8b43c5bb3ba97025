/** An app of nothing but the packed kit, in a folder that is gone afterwards. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../playground/builds/run.ts'

const DIST = join(import.meta.dirname, '../../dist')

/** @param use is given the folder and the name of the tarball in it */
export async function withPacked<T>(use: (folder: string, tarball: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mini-monitor-app-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{ "name": "app", "version": "1.0.0", "private": true }\n')
    const packed = await run({
      ...{ title: 'npm pack', program: 'npm', cwd: folder },
      args: ['pack', '--json', DIST],
    })
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }]
    return await use(folder, filename)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
