/** Addresses of the pages of places. Every label that has a page is linked to it. */

const country = /^[A-Z]{3}$/
const region = /^[A-Z]{2}-[A-Z0-9]{1,3}$/

/** Returns the path of a country's or first-level region's page; undefined if the label is no such place. */
export const placePath = (label: string): string | undefined =>
  country.test(label) ? `/country/${label}` : region.test(label) ? `/region/${label}` : undefined

/** Returns the path of a corridor's page; undefined if its ends are not countries. */
export const corridorPath = (origin: string, destination: string): string | undefined =>
  country.test(origin) && country.test(destination) ? `/corridor/${origin}/${destination}` : undefined

/** Where a reader is: each link of a page keeps it. */
export interface Reader {
  readonly language: string
  readonly theme: string
  /** The release in the address; undefined if the page shows the latest edition. */
  readonly release?: number | undefined
}

/** Returns the address of a path with the reader's language, colours and release. */
export const addressFor = (
  path: string,
  { language, theme, release }: Reader,
  parameters: Readonly<Record<string, string>> = {}
): string => {
  const all = new URLSearchParams(parameters)
  if (release !== undefined) all.set("release", String(release))
  all.set("lang", language)
  if (theme !== "auto") all.set("theme", theme)
  return `${path}?${all}`
}
