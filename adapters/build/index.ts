export { driverOf } from './drivers.ts'
export type { PartsOptions } from './kit.ts'
export { readBuildOptions, type MonitorPluginOptions } from './options.ts'
export { startModule } from './start-module.ts'
