import type { Network } from './network.ts'

/** Names of servers, and where they are really found: a built app knows only the names. Compared as origins. */
export function namedNetwork(network: Network, names: { [origin: string]: string }): Network {
  return (request, on) => {
    const origin = Object.keys(names).find(
      (each) => request.url === each || request.url.startsWith(`${each}/`),
    )
    return origin === undefined
      ? network(request, on)
      : network({ ...request, url: names[origin] + request.url.slice(origin.length) }, on)
  }
}
