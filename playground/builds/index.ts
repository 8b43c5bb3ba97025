export { build, type Build, type Built } from './build.ts'
export { installed, InstallError, type Say } from './install.ts'
export { CommandError } from './run.ts'
export { taroApp, taroBuild, taroHosts, type TaroFramework, type TaroKit, type TaroTarget } from './taro.ts'
