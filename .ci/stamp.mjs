// Tells whether dist/ was built from the sources as they are. Plain Node: runs before anything is installed.
import { createHash } from 'crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'fs'
import { join } from 'path'

/** Outside dist/, since what lies in dist/ is published. */
const cache = join('node_modules', '.cache', 'mini-monitor')
const stamp = join(cache, 'built-from')

const FOLDERS = ['core', 'adapters', 'cli/native', '.ci/members']
const FILES = [
  '.ci/arrows.ts',
  '.ci/build.ts',
  '.ci/notices.ts',
  '.ci/publish.json',
  '.ci/publish.ts',
  'cli/index.ts',
  'cli/program.ts',
  'package.json',
  'package-lock.json',
  'tsup.config.ts',
  'tsconfig.json',
  'tsconfig.build.json',
]
const PUBLISHED = ['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE']

/** @param {string} folder @returns {string[]} */
function list(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return list(path)
    return /\.test(-d)?\.ts$/.test(path) ? [] : [path]
  })
}

function inputs() {
  const hash = createHash('sha256').update(process.version)
  const all = FOLDERS.flatMap(list).concat(FILES, PUBLISHED)
  for (const path of all.sort()) {
    if (existsSync(path)) hash.update('\0' + path + '\0').update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** Whether dist/ is there and up to date; call it in the root of the checkout. */
export function isBuilt() {
  return existsSync('dist/package.json') && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs()
}

/** Notes what dist/ is going to be built from; take it before the build, so that an edit meanwhile shows. */
export function startStamp() {
  const hash = inputs()
  return () => {
    mkdirSync(cache, { recursive: true })
    writeFileSync(stamp, hash)
  }
}
