/**
 * What only a maintainer can say of the package stands in publish.json, and nowhere else: where its repository is, who
 * speaks for it, and whether the registry has it. Package, README and types take it from here.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'

export interface Publish {
  /** `https://github.com/<owner>/<name>`; '' while it is not known. */
  repository: string
  /** As package.json has it: `Name <mail> (site)`. */
  author: string
  /** Whether `npm install mini-monitor` finds it; `npm run release` sets it. */
  published: boolean
}

export const PUBLISH_FILE = '.ci/publish.json'

/** In the package, and so within reach of its README. */
export const PAPERS = ['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE']

export function readPublish(folder: string): Publish {
  return JSON.parse(readFileSync(join(folder, PUBLISH_FILE), 'utf8')) as Publish
}

/** What keeps it from being published, as sentences. */
export function unset({ repository, author }: Publish): string[] {
  const found: string[] = []
  if (!isRepository(repository))
    found.push(
      `"repository" in ${PUBLISH_FILE} must be https://github.com/<owner>/<name>, not "${repository}": ` +
        'homepage, bugs, provenance and all links of the README are made of it',
    )
  if (!author.trim()) found.push(`"author" in ${PUBLISH_FILE} is not set: "Name <mail> (site)"`)
  return found
}

function isRepository(url: string) {
  return /^https:\/\/github\.com\/[\w-]+\/[\w.-]+$/.test(url) && !url.endsWith('.git')
}

/** For the manifest. While something is unset npm itself refuses to publish it: it is private. */
export function manifestFields(publish: Publish): Record<string, unknown> {
  const { author, repository } = publish
  if (unset(publish).length) return { private: true }
  return {
    author,
    repository: { type: 'git', url: `git+${repository}.git` },
    homepage: `${repository}#readme`,
    bugs: { url: `${repository}/issues` },
    publishConfig: { access: 'public', provenance: true, registry: 'https://registry.npmjs.org/' },
  }
}

/** A page's text as it is read in the package: links lead to this version in the repository, pictures are shown from there. */
export function linked(text: string, folder: string, publish: Publish, version: string): string {
  const at = (path: string, isPicture: boolean) => addressOf(path, folder, publish, version, isPicture)
  return outsideCode(text, (prose) =>
    (isRepository(publish.repository) ? prose : withoutPictures(prose))
      .replace(
        /(\[[^\]]*\])\(((?!https?:|#|mailto:)[^)\s]+)\)/g,
        (_, label: string, path: string, i: number, all: string) => {
          const address = at(path, all[i - 1] === '!')
          return address ? `${label}(${address})` : label.slice(1, -1)
        },
      )
      .replace(
        /\b(src|srcset)="(?!https?:)([^"]+)"/g,
        (_, name: string, path: string) => `${name}="${at(path, true)}"`,
      ),
  )
}

/** In types: `docs/options.md#…`, as the comments of the sources name it. */
export function linkedTypes(text: string, folder: string, publish: Publish, version: string): string {
  return text.replace(
    /(?<![\w/.-])docs\/[\w./-]+\.md(?:#[\w-]+)?/g,
    (path) => addressOf(path, folder, publish, version, false) ?? path,
  )
}

/** Undefined: nowhere that a reader of the package could go. */
function addressOf(path: string, folder: string, publish: Publish, version: string, isPicture: boolean) {
  const [file, anchor] = path.split('#') as [string, string | undefined]
  const { repository } = publish
  if (!isRepository(repository)) return PAPERS.includes(file) ? path : undefined
  // the whole of it: whoever clones it wants no version
  if (file === '.') return repository
  const place = posix.normalize(file)
  const end = `v${version}/${place}${anchor ? '#' + anchor : ''}`
  if (isPicture) return `${repository.replace('//github.com', '//raw.githubusercontent.com')}/${end}`
  const full = join(folder, place)
  return `${repository}/${existsSync(full) && statSync(full).isDirectory() ? 'tree' : 'blob'}/${end}`
}

function withoutPictures(prose: string) {
  return prose.replace(/<picture>[^]*?<\/picture>\n*/g, '').replace(/!\[[^\]]*\]\((?!https?:)[^)]*\)\n*/g, '')
}

function outsideCode(text: string, change: (prose: string) => string) {
  return text
    .split(/(^ *```[^]*?^ *```$)/m)
    .map((part, i) => (i % 2 ? part : change(part)))
    .join('')
}
