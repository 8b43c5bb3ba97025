const scheme = process.env.TARO_ENV === 'h5' ? 'http' : 'https'

/** For the plug-in at build time, and for the provider in the app. */
export const options = {
  service: 'coral-shop',
  serviceVersion: 'v2.3.1',
  collector: `${scheme}://collector.coral.example`,
  flushInterval: 1000,
  enable: { tracing: true },
  // The countdown asks every few seconds: its traces would tell nothing.
  tracing: { urlBlacklist: ['/api/flash-sale'], urlAllowlist: [/^https?:\/\/shop\.coral\.example\//] },
  request: { urlGroupRules: { '/products/{id}': /\/api\/products\/\d+$/ } },
}
