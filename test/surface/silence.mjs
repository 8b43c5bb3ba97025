// Imports one installed entry in a world where every host object is a trap; prints `silent`, or what it touched.
// As a process of its own, since ES modules in a vm context need a flag.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import vm from 'node:vm'

const [consumer, subpath] = process.argv.slice(2)
const home = join(consumer, 'node_modules/mini-monitor')
const traps =
  'wx my dd tt swan qq jd ks xhs App Page Component getApp getCurrentPages window document self global fetch ' +
  'XMLHttpRequest localStorage sessionStorage navigator location history performance crypto console ' +
  'setTimeout setInterval clearTimeout Blob URL TextEncoder TextDecoder process'

const touched = new Set()
await inWorld(runModule)
await inWorld(runTwin)
console.log(touched.size ? [...touched].join(' ') : 'silent')

async function inWorld(run) {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } })
  const before = names(context)
  for (const name of traps.split(' ')) {
    // Looked at by `typeof`, too: the host is not there yet when an import runs, or not the one that will be.
    Object.defineProperty(context, name, { get: () => void touched.add(name), configurable: true })
  }
  // Patched built-ins would show.
  const prints = vm.runInContext(
    '[Promise, JSON, Object, Array, Error, Date, Math].map(String).join()',
    context,
  )
  try {
    await run(context)
  } catch (error) {
    touched.add(`and threw: ${error.message}`)
  }
  for (const name of traps.split(' ')) delete context[name]
  if (names(context) !== before) touched.add('global object')
  const after = vm.runInContext(
    '[Promise, JSON, Object, Array, Error, Date, Math].map(String).join()',
    context,
  )
  if (after !== prints) touched.add('built-ins')
}

function names(context) {
  return vm.runInContext('Object.getOwnPropertyNames(this).sort().join()', context)
}

async function runModule(context) {
  const modules = new Map()
  const load = (file) => {
    if (!modules.has(file)) {
      const source = readFileSync(file, 'utf8')
      modules.set(file, new vm.SourceTextModule(source, { context, identifier: file }))
    }
    return modules.get(file)
  }
  const entry = load(entryFile(subpath || '/native'))
  await entry.link((specifier, from) => load(resolve(dirname(from.identifier), specifier)))
  await entry.evaluate()
}

function runTwin(context) {
  const load = (file) => {
    const module = { exports: {} }
    const wrapper = vm.runInContext(
      `(function (require, module, exports) {${readFileSync(file, 'utf8')}\n})`,
      context,
    )
    wrapper((specifier) => load(resolve(dirname(file), specifier)), module, module.exports)
    return module.exports
  }
  load(join(home, 'miniprogram', (subpath || '/index') + '.js'))
}

function entryFile(path) {
  return [`${path}.js`, `${path}/index.js`].map((each) => join(home, each)).find(existsSync)
}
