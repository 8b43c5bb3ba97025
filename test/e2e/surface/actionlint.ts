import { execFile } from 'node:child_process'

const PROGRAM = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'

/**
 * What it finds in the workflows, or in the files that are named; Go builds it the first time. shellcheck and pyflakes,
 * which it asks where they happen to be installed, are left out, so that it says the same everywhere.
 */
export function actionlint(...files: string[]): Promise<string> {
  const args = ['run', PROGRAM, '-shellcheck=', '-pyflakes=', ...files]
  const env = { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=mod' }
  return new Promise((resolve) => {
    execFile('go', args, { env }, (error, stdout, stderr) => resolve(error ? stdout + stderr : ''))
  })
}
