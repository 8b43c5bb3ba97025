/** Replaced by the build and by the tests' configuration; tools that read the source as it is don't know it. */
declare const __VERSION__: string

/** `telemetry.sdk.name` and the instrumentation scope. */
export const SDK_NAME = 'mini-monitor'

/** `telemetry.sdk.version`: the version in package.json. */
export const SDK_VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source'
