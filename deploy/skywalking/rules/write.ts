import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { bundledCommand } from '../apply/bundle.ts'
import { files } from './files.ts'

/* `npm run rules`: writes deploy/skywalking/config, deploy/skywalking/dashboards and deploy/skywalking/apply.mjs. */

export const root = join(import.meta.dirname, '..')

/** As it lies in the repository: formatted like everything else. */
export async function formatted(path: string, content: string): Promise<string> {
  const filepath = join(root, path)
  return format(content, { ...(await resolveConfig(filepath)), filepath })
}

async function main(): Promise<void> {
  const all = { ...files(), 'apply.mjs': await bundledCommand() }
  for (const [path, content] of Object.entries(all)) {
    const file = join(root, path)
    const text = await formatted(path, content)
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`written: deploy/skywalking/${path}`)
  }
}

if (process.argv[1] === import.meta.filename) void main()
