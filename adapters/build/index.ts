export { driverOf, type DriverName } from './drivers.ts'
export { readBuildOptions, type BuildOptions, type ReadBuildOptions } from './options.ts'
export { toSource } from './source.ts'
export { startModule, type StartModule } from './start-module.ts'
