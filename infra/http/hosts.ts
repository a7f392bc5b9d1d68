/** The names under which a server answers. A page that uses DNS rebinding reaches it under another name, its own. */

/** Returns whether it is a name of this machine's loopback address, on any port: no name of another host leads to a browser's own machine so. */
export const isLoopback = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)

/** Returns `host:port` as a browser writes it, for a name or an address without brackets. */
export const hostAndPort = (host: string, port: number): string =>
  `${URL.parse(`http://${host.includes(":") ? `[${host}]` : host}`)?.hostname ?? host}:${port}`

/** Returns an address to listen on without the brackets that an IPv6 address has in a URL. */
export const listenAddress = (host: string): string => /^\[(.*)\]$/.exec(host)?.[1] ?? host

/** Returns a name as it is given and as browsers write it: they shorten an IPv6 address. */
const spellings = (name: string): ReadonlyArray<string> => [
  name.toLowerCase(),
  URL.parse(`http://${name}`)?.host ?? name.toLowerCase()
]

/** Returns a check of the Host header: one of `names`, each `host` or `host:port`, or with `loopback` any loopback name. */
export const hostCheck = (names: Iterable<string> = [], loopback = true) => {
  const known = new Set([...names].flatMap(spellings))
  return (header: string | undefined): boolean => {
    const host = header?.toLowerCase() ?? ""
    return (loopback && isLoopback(host)) || known.has(host)
  }
}
