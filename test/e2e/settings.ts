/** What the growth of an app is measured with, as options of the build plug-ins over those of the sample apps. */
export const SETTINGS = {
  /** The sample apps' own: traces, `setData`, URL groups. */
  everything: {},
  default: { enable: {}, tracing: {}, request: {}, updates: false },
  little: {
    encoding: 'json',
    enable: { error: true, request: true, perf: false, tracing: false },
    updates: false,
    deviceContext: false,
    parts: { storage: false, limits: false },
  },
}

/** Bytes that an app grew by. */
export interface Growth {
  raw: number
  gzip: number
}

/** For the log of a run. */
export function told(app: string, setting: string, { raw, gzip }: Growth): string {
  const kB = (bytes: number) => (bytes / 1000).toFixed(1)
  return `· ${app} grows by ${kB(raw)} kB, ${kB(gzip)} kB gzipped: ${setting}`
}
