import { chromium, type Browser } from 'playwright-core'
import { chromiumPath } from '../../../.ci/chromium.mjs'

/** A browser that calls nobody by itself. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('No Chromium found: set CHROMIUM to its path.')
  const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync']
  const args = ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map((name) => `--${name}`)
  return chromium.launch({ executablePath, args })
}
