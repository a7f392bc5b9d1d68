/** Returns the SPDX identifier of a Creative Commons licence by its address, such as `CC-BY-4.0`; undefined for another licence. */
export const licenceName = (address: string): string | undefined => {
  const [, kind, version] =
    /^https?:\/\/creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)(?:\/|$)/.exec(address) ?? []
  if (kind === undefined) return undefined
  return kind === "zero" ? `CC0-${version}` : kind === "mark" ? undefined : `CC-${kind.toUpperCase()}-${version}`
}
