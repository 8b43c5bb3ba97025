export const options = {
  service: 'coral-shop',
  serviceVersion: 'v2.3.1',
  collector: 'https://collector.example.com',
  flushInterval: 700,
  enable: { tracing: true },
}
