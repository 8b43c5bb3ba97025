// Finds the nginx that deploy/nginx/edge.conf is tried in, and installs it where that can be done unasked.
import { spawnSync } from 'child_process'
import { existsSync } from 'fs'
import { install } from './debian.mjs'

/** Where Debian has it, which is not in everybody's PATH. */
const USUAL = '/usr/sbin/nginx'

/** @returns {string | undefined} the executable */
export function nginxPath() {
  if (!spawnSync('nginx', ['-v']).error) return 'nginx'
  return existsSync(USUAL) ? USUAL : undefined
}

/** Where it can't be had, the tests say what they leave out; in CI they fail. */
export function installNginx() {
  install('nginx')
  // Nor is it started with the machine.
  if (nginxPath()) spawnSync('update-rc.d', ['nginx', 'disable'])
}
