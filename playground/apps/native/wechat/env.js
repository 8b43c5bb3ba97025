// Settings of this build. The playground puts a generated one in its place; this one serves the developer tools, while
// `npm start` runs and the check of domains is switched off.
module.exports = {
  service: 'coral-shop',
  serviceVersion: 'v2.3.1',
  serviceInstance: undefined,
  collector: 'http://127.0.0.1:4318',
  traceCollector: 'http://127.0.0.1:12800',
  encoding: 'proto',
  debug: false,
  flushInterval: 5000,
  api: 'http://127.0.0.1:5190',
}
