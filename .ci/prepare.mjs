// Gets a checkout ready: installs what is missing, builds what is out of date. `--build` also wants dist/,
// `--e2e` also Chromium and nginx. Plain Node without dependencies, and old syntax, so that an old Node can read the
// message.
import { spawnSync } from 'child_process'
import { existsSync, readFileSync } from 'fs'
import { fileURLToPath } from 'url'
import { chromiumPath, installChromium } from './chromium.mjs'
import { canInstall } from './debian.mjs'
import { installNginx, nginxPath } from './nginx.mjs'
import { notePart } from './parts.mjs'
import { isBuilt } from './stamp.mjs'

function wants(flag) {
  return process.argv.includes(flag)
}
function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
checkNode(read('package.json').engines.node)
if (!isInstalled()) step('installing the development tools (npm ci)', npm('ci', '--no-audit', '--no-fund'))
if (wants('--build') && !isBuilt()) step('building dist/', npm('run', '--silent', 'build'))
if (wants('--e2e') && !chromiumPath()) step('installing Chromium', installChromium)
if (wants('--e2e') && !nginxPath() && canInstall()) step('installing nginx', installNginx)

function checkNode(range) {
  const numbers = (text) => text.match(/\d+/g).map(Number)
  const [major, minor = 0] = numbers(range)
  const [hasMajor, hasMinor] = numbers(process.version)
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return
  fail(`mini-monitor is developed with Node ${range}; this is ${process.version} (${process.execPath}).`)
}

/** npm keeps a list of what it installed; it has to be what package-lock.json asks for. */
function isInstalled() {
  const listed = 'node_modules/.package-lock.json'
  if (!existsSync(listed)) return false
  const has = read(listed).packages
  const asked = read('package-lock.json').packages
  return Object.keys(asked).every((path) => {
    if (path === '') return sameManifest(asked[path])
    // Builds for other systems are left out by npm.
    return has[path] ? has[path].version === asked[path].version : asked[path].optional === true
  })
}

/** An edited package.json with an old lockfile: let npm say so. */
function sameManifest(locked) {
  const manifest = read('package.json')
  return ['dependencies', 'devDependencies', 'peerDependencies'].every((kind) => {
    const sorted = (list) => JSON.stringify(Object.entries(list || {}).sort())
    return sorted(manifest[kind]) === sorted(locked[kind])
  })
}

function npm(...args) {
  const onWindows = process.platform === 'win32'
  return () => {
    const { status } = spawnSync(onWindows ? 'npm.cmd' : 'npm', args, { stdio: 'inherit', shell: onWindows })
    return status === 0 ? undefined : `npm ${args.join(' ')} failed; what it printed stands above.`
  }
}

function step(title, run) {
  const start = Date.now()
  console.log(`· ${title} …`)
  const problem = run()
  if (problem) fail(problem)
  notePart(title, start)
  console.log(`  done in ${((Date.now() - start) / 1000).toFixed(1)} s`)
}

function fail(message) {
  console.error('✖ ' + message)
  process.exit(1)
}
