/** Addresses and networks: proxies that the operator trusts, and the client that limits count. */
import { Option, Result } from "effect"
import { IpNetwork, NetAddress } from "effect/net"

/** Headers by which a proxy names the client. Only one is believed: a proxy may pass on the other as the client sent it. */
export const proxyHeaders = ["x-forwarded-for", "forwarded"] as const
export type ProxyHeader = (typeof proxyHeaders)[number]

export interface ProxySettings {
  /** Networks of the operator's own proxies. */
  readonly trusted: ReadonlyArray<IpNetwork.IpNetwork>
  readonly header: ProxyHeader
}

/** An IPv4 address in the form of an IPv6 address counts as the IPv4 address. */
const readAddress = (text: string): NetAddress.IpAddress | undefined =>
  Result.match(NetAddress.ipFromString(text), {
    onSuccess: (address) => NetAddress.toCanonical(address),
    onFailure: () => undefined
  })

const networkAround = (address: NetAddress.IpAddress, bits: number) =>
  Result.getOrThrow(IpNetwork.fromAddress(address, bits))

const readNetwork = (text: string) => {
  const address = readAddress(text)
  if (address !== undefined) return networkAround(address, NetAddress.width(address))
  return Option.getOrUndefined(Result.getSuccess(IpNetwork.fromString(text)))
}

/** Reads networks in CIDR notation, or single addresses; undefined if one of them is not valid. */
export const readNetworks = (texts: ReadonlyArray<string>): ReadonlyArray<IpNetwork.IpNetwork> | undefined => {
  const networks = texts.map(readNetwork).filter((network) => network !== undefined)
  return networks.length === texts.length ? networks : undefined
}

/** Returns whether the address belongs to one of the networks. */
export const isIn = (networks: ReadonlyArray<IpNetwork.IpNetwork>, address: string): boolean => {
  const read = readAddress(address)
  return read !== undefined && networks.some((network) => IpNetwork.contains(network, read))
}

/** Returns the client that limits count: an IPv4 address, or the /64 of an IPv6 address, which one subscriber has as a whole. */
export const clientOf = (address: string): string => {
  const read = readAddress(address)
  if (read === undefined) return address
  return NetAddress.isIpv4Address(read) ? NetAddress.formatIp(read) : IpNetwork.format(networkAround(read, 64))
}
