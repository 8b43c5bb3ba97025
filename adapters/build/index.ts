export { driverOf } from './drivers.ts'
export { readBuildOptions, type BuildOptions } from './options.ts'
export { startModule } from './start-module.ts'
