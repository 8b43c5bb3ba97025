/**
 * Builds of the sample apps as their users make them: packages from the lockfile, the kit as npm packs it, the
 * framework's own command; each once, kept in a cache. Who runs what was built is in ../run and ../../test/e2e.
 */
export { build, type Build, type Built } from './build.ts'
export { installed, InstallError, packedKit, sizeOf, type Say } from './install.ts'
export { CommandError } from './run.ts'
export { workspace, type Workspace } from './workspace.ts'
export { taroApp, taroBuild, taroHosts, type TaroFramework, type TaroKit, type TaroTarget } from './taro.ts'
