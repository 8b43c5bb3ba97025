/** An app that sends in one encoding ships one encoder. */
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Files of which something is left in a bundle of what the exporter's file exports. */
async function filesBehind(exporter: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [`core/exporters/${exporter}.ts`],
    bundle: true,
    format: 'esm',
    write: false,
    metafile: true,
    minify: true,
  })
  const [{ inputs }] = Object.values(metafile.outputs)
  return Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0)
}

const PROTOBUF = ['core/otlp/protobuf.ts', 'core/otlp/writer.ts', 'core/internal/base64.ts']
const JSON_ONLY = ['core/otlp/json.ts']

test.each([
  ['otlp-proto', PROTOBUF, JSON_ONLY],
  ['otlp-json', JSON_ONLY, PROTOBUF],
  ['otlp-http', [...PROTOBUF, ...JSON_ONLY], ['core/otlp/read.ts']],
])('%s', async (exporter, wanted, unwanted) => {
  const files = await filesBehind(exporter)
  expect(files).toEqual(expect.arrayContaining(wanted))
  expect(files.filter((file) => unwanted.includes(file))).toEqual([])
})
