import { networkInterfaces } from 'node:os'

/* What somebody needs who wants to see an app of their own on the page. */

/** IPv4 addresses of this machine in its networks; phones are told those. */
export function lanAddresses(
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string[] {
  return Object.values(interfaces)
    .flatMap((each = []) => each)
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
    )
    .map(({ address }) => address)
}

/** The same place by another address. */
export function at(url: string, address: string): string {
  const moved = new URL(url)
  moved.hostname = address
  return moved.href.replace(/\/$/, '')
}

/** The line for `init`, as it stands in code. */
export function optionsLine(collector: string, traceCollector: string): string {
  return `collector: '${collector}', traceCollector: '${traceCollector}'`
}
