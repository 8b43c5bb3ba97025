// WeChat's own npm build on a mini program: `node build.mjs <folder with miniprogram-ci> <mini program>`. Prints one
// line of JSON. A process of its own: the tool watches files and would never end.
import { generateKeyPairSync } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [tools, projectPath] = process.argv.slice(2)
const ci = createRequire(join(tools, 'package.json'))('miniprogram-ci')

// Neither key nor app id are used before an upload, but the tool wants to see some.
const privateKeyPath = join(projectPath, 'private.key')
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
writeFileSync(privateKeyPath, privateKey.export({ type: 'pkcs1', format: 'pem' }))
const IGNORES = ['node_modules/**/*', 'private.key']
const APPID = 'wx0123456789abcdef'

try {
  const packageJsonPath = join(projectPath, 'package.json')
  const packed = await ci.packNpmManually({ packageJsonPath, miniprogramNpmDistDir: projectPath })
  const project = new ci.Project({
    appid: APPID,
    type: 'miniProgram',
    projectPath,
    privateKeyPath,
    ignores: IGNORES,
  })
  const { modules } = await ci.analyseCode(project, { silent: true })
  console.log('RESULT ' + JSON.stringify({ packed, modules }))
  process.exit(0)
} finally {
  rmSync(privateKeyPath)
}
