export { build, type Build, type Built } from './build.ts'
export { installed, InstallError, type Say } from './install.ts'
export { CommandError } from './run.ts'
