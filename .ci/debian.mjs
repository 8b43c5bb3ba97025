// Packages of Debian, where they can be installed unasked. Old syntax: see prepare.mjs.
import { spawnSync } from 'child_process'
import { existsSync, unlinkSync, writeFileSync } from 'fs'

/** What says whether a package may start its services; most container images have one that says no. */
const POLICY = '/usr/sbin/policy-rc.d'
let updated = false

/** @returns {boolean} */
export function canInstall() {
  const isRoot = process.getuid && process.getuid() === 0
  return Boolean(isRoot) && existsSync('/etc/debian_version')
}

/**
 * No service of it is started: none takes a port of the machine that tests. What went wrong is printed.
 * @param {string} name
 */
export function install(name) {
  const env = Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' })
  const run = (command, ...args) => spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  if (!updated) run('apt-get', '-qq', 'update')
  updated = true
  const mine = !existsSync(POLICY)
  if (mine) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    run('apt-get', '-qq', 'install', '-y', '--no-install-recommends', name)
  } finally {
    if (mine) unlinkSync(POLICY)
  }
}
