// Finds the browser that the end-to-end tests drive, and installs it where that can be done unasked.
import { existsSync, readdirSync } from 'fs'
import { homedir } from 'os'
import { join } from 'path'
import { canInstall, install } from './debian.mjs'

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** @returns {string | undefined} the executable: the variable CHROMIUM, else the first that is found */
export function chromiumPath() {
  if (process.env.CHROMIUM) return existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined
  return USUAL.concat(playwrights()).find((path) => existsSync(path))
}

/** Those that Playwright installed for other projects. */
function playwrights() {
  const folder = join(homedir(), '.cache', 'ms-playwright')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith('chromium-'))
    .map((name) => join(folder, name, 'chrome-linux', 'chrome'))
}

/** @returns {string | undefined} what is in the way, if anything */
export function installChromium() {
  const byHand = 'Install Chromium or Chrome, or set CHROMIUM to the path of its executable.'
  if (process.env.CHROMIUM) return `CHROMIUM=${process.env.CHROMIUM} does not exist. ${byHand}`
  if (!canInstall()) return `The end-to-end tests drive a browser. ${byHand}`
  install('chromium')
  return chromiumPath() ? undefined : `apt-get could not install chromium. ${byHand}`
}
