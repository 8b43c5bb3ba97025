/** A release, step by step; what runs commands is given, so that a test can watch. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PUBLISH_FILE, readPublish, unset } from './publish.ts'
import { packProblems } from './tarball.ts'
import { dated, distTag, nextVersion } from './version.ts'

export interface Host {
  /** The checkout. */
  folder: string
  env: { [name: string]: string | undefined }
  /** `2026-11-30` */
  day: string
  say(line: string): void
  /** Runs a command in a folder below the checkout and gives what it printed. @throws Error if it fails */
  run(folder: string, command: string, ...args: string[]): string
}

export interface Wanted {
  version: string
  /** Changes nothing but dist/; says what stands in the way. */
  dryRun?: boolean
  publish?: boolean
}

interface Release {
  version: string
  tag: string
  /** The commit that is checked out is this release already: only dist/ is made, and published. */
  isTagged: boolean
}

/** @throws Error with all that stands in the way */
export function release(wanted: Wanted, host: Host): void {
  const { say } = host
  const next = plan(wanted.version, host)
  const problems = obstacles(wanted, next, host)
  if (!wanted.dryRun) refuse(problems)
  say(
    `${wanted.dryRun ? 'dry run of ' : ''}${next.version}, ${next.isTagged ? 'tagged already' : `after ${current(host)}`}`,
  )
  if (!wanted.dryRun && !next.isTagged) write(next, host)
  say('· building dist/')
  host.run('.', 'npm', 'run', '--silent', 'build')
  problems.push(...checkTarball(next, wanted, host))
  refuse(problems)
  if (wanted.dryRun) return say('✔ nothing stands in the way')
  if (!next.isTagged) commit(next, host)
  if (wanted.publish) publish(next, host)
  else
    say(`✔ ${next.tag} is made. \`git push --follow-tags\`: CI publishes it (.github/workflows/release.yml)`)
}

function plan(wanted: string, host: Host): Release {
  const version = nextVersion(current(host), wanted)
  const tag = `v${version}`
  const tags = host.run('.', 'git', 'tag', '--points-at', 'HEAD').split('\n')
  return { version, tag, isTagged: tags.includes(tag) }
}

function obstacles(wanted: Wanted, { version, tag, isTagged }: Release, host: Host): string[] {
  const found = unset(readPublish(host.folder))
  const changes = host.run('.', 'git', 'status', '--porcelain').trim()
  if (changes) found.push(`the checkout has changes: ${changes.split('\n').join(', ')}`)
  if (isTagged && version !== current(host))
    found.push(`${tag} is tagged, but package.json says ${current(host)}`)
  if (!isTagged) {
    if (host.run('.', 'git', 'tag', '--list', tag).trim()) found.push(`${tag} is the tag of another commit`)
    try {
      dated(read(host, 'CHANGELOG.md'), version, host.day)
    } catch (error) {
      found.push((error as Error).message)
    }
  }
  // https://docs.npmjs.com/generating-provenance-statements
  if (wanted.publish && !wanted.dryRun && !host.env.ACTIONS_ID_TOKEN_REQUEST_URL)
    found.push('provenance is made in CI only: leave out --publish, and push the tag')
  return found
}

/** Version, day, and what the pages take from both. */
function write({ version }: Release, host: Host): void {
  for (const file of ['package.json', 'package-lock.json']) {
    const manifest = JSON.parse(read(host, file)) as {
      version: string
      packages?: { '': { version: string } }
    }
    manifest.version = version
    if (manifest.packages) manifest.packages[''].version = version
    save(host, file, manifest)
  }
  save(host, PUBLISH_FILE, { ...readPublish(host.folder), published: true })
  writeFileSync(join(host.folder, 'CHANGELOG.md'), dated(read(host, 'CHANGELOG.md'), version, host.day))
  host.say('· writing the pages')
  host.run('.', 'npm', 'run', '--silent', 'docs')
}

function checkTarball({ version }: Release, wanted: Wanted, host: Host): string[] {
  const [packed] = JSON.parse(host.run('dist', 'npm', 'pack', '--dry-run', '--json')) as PackReport[]
  const manifest = JSON.parse(read(host, 'dist/package.json')) as { [key: string]: unknown }
  const paths = packed!.files.map(({ path }) => path)
  host.say(
    `· ${packed!.filename}: ${paths.length} files, ${packed!.size} bytes, ${packed!.unpackedSize} unpacked`,
  )
  const found = packProblems(paths, manifest)
  // a dry run leaves the version as it is
  if (!wanted.dryRun && manifest.version !== version)
    found.push(`dist/package.json says ${String(manifest.version)}, not ${version}`)
  return found
}

interface PackReport {
  filename: string
  size: number
  unpackedSize: number
  files: { path: string }[]
}

function commit({ version, tag }: Release, host: Host): void {
  const why = `What is in it stands in CHANGELOG.md under ${version}.`
  host.run('.', 'git', 'commit', '--all', '--quiet', '--message', `Release ${version}\n\n${why}`)
  host.run('.', 'git', 'tag', '--annotate', tag, '--message', `${tag}\n\n${why}`)
}

function publish({ version }: Release, host: Host): void {
  const tag = distTag(version)
  host.run('dist', 'npm', 'publish', '--provenance', '--access', 'public', '--tag', tag)
  host.say(`✔ mini-monitor ${version} is published as ${tag}`)
}

function refuse(problems: string[]): void {
  if (problems.length) throw new Error(problems.map((problem) => `✖ ${problem}`).join('\n'))
}

function current(host: Host): string {
  return (JSON.parse(read(host, 'package.json')) as { version: string }).version
}

function read(host: Host, file: string): string {
  const path = join(host.folder, file)
  if (!existsSync(path)) throw new Error(`${file} is missing`)
  return readFileSync(path, 'utf8')
}

function save(host: Host, file: string, value: object): void {
  writeFileSync(join(host.folder, file), JSON.stringify(value, null, 2) + '\n')
}
