/** Addresses of the pages of places. Every label that has a page is linked to it. */

export const countryPath = (code: string): string => `/country/${code}`

/** Returns the address of a region's page, by its ISO 3166-2 code. */
export const regionPath = (code: string): string => `/region/${code}`

/** Returns the address of a corridor's page, by the labels of its ends. */
export const corridorPath = (origin: string, destination: string): string => `/corridor/${origin}/${destination}`

/** Returns whether a label is a country's code (ISO 3166-1 alpha-3). */
export const isCountry = (label: string): boolean => /^[A-Z]{3}$/.test(label)
const isRegion = (label: string): boolean => /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(label)

/** Returns the place of a label of a corridor, which may be one of transit: `via UKR`. */
export const placeOf = (label: string): string => label.replace(/^via /, "")

/** Returns the path of a country's or first-level region's page; undefined if the label is not such a place. */
export const placePath = (label: string): string | undefined =>
  isCountry(label) ? countryPath(label) : isRegion(label) ? regionPath(label) : undefined

/** Returns the path of the page of a flow between two labels; undefined if they are not both countries. */
export const flowPath = (origin: string, destination: string): string | undefined =>
  isCountry(origin) && isCountry(destination) ? corridorPath(origin, destination) : undefined

/** Where a reader is: each link of a page keeps it. */
interface Reader {
  readonly language: string
  readonly theme: string
  /** The release in the address; undefined if the page shows the latest edition. */
  readonly release?: number | undefined
}

/** Returns the address of a path with the reader's language, colours and release. `repeated`: parameters that may occur several times. */
export const addressFor = (
  path: string,
  { language, theme, release }: Reader,
  parameters: Readonly<Record<string, string>> = {},
  repeated: ReadonlyArray<readonly [name: string, value: string]> = []
): string => {
  const all = new URLSearchParams(parameters)
  for (const [name, value] of repeated) all.append(name, value)
  if (release !== undefined) all.set("release", String(release))
  all.set("lang", language)
  if (theme !== "auto") all.set("theme", theme)
  return `${path}?${all}`
}
