import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { platforms, type PlatformName } from '../../hosts/index.ts'

/**
 * Puts an app that was written for WeChat into the words of a platform of its shape: name of the platform object, of
 * templates and of what stands before their directives. Its styles stay as they are, since nothing draws them here.
 */
export function port(folder: string, platform: PlatformName): void {
  const { api, template } = platforms[platform]
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name)
    const rewrite = (change: (source: string) => string) =>
      writeFileSync(path, change(readFileSync(path, 'utf8')))
    if (extname(name) === '.js')
      rewrite((source) =>
        source
          .replace(/\bwx\./g, `${api}.`)
          .replace("'shop.channel': 'wechat'", `'shop.channel': '${platform}'`),
      )
    if (extname(name) === '.wxml') {
      rewrite((source) => source.replace(/(?<=\s)wx:/g, template.prefix))
      renameSync(path, path.replace(/wxml$/, template.extension))
    }
  }
}
