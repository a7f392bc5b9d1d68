/**
 * One description of an edition and of its tables. Every metadata document (DCAT, schema.org, Croissant, SDMX, Frictionless, DataCite) is
 * made from it and says nothing else. It is made from the catalogue, the release and what the operator says of the site, and from no count.
 */
import { Effect } from "effect"
import { mainSeries } from "../../release/history/editions.ts"
import type { Retraction } from "../../release/history/Retraction.ts"
import { citationOf } from "../../release/published/citationOf.ts"
import { tableFacts } from "../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import { countryByAlpha3 } from "../../schemas/Places.ts"
import { type Format, formats, maxPageSizeOf } from "./formats.ts"
import { beforeRetracted, noteOf } from "./notes.ts"
import { SiteFacts } from "./SiteFacts.ts"
import { type TableColumn, tableColumns } from "./tableColumns.ts"

export interface TableDescription {
  readonly name: string
  readonly title: string
  /** What a count of 1 is. */
  readonly unit: string
  /** Name of the column with the figure. */
  readonly figure: string
  readonly dimensions: ReadonlyArray<string>
  readonly columns: ReadonlyArray<TableColumn>
  readonly cells: number
  readonly cellsByState: Readonly<Record<string, number>>
  /** 0 if no label is a year. */
  readonly firstYear: number
  readonly lastYear: number
  /** Codes of the countries that it names, sorted: ISO 3166-1 alpha-3. */
  readonly countries: ReadonlyArray<string>
  /** Permanent address. */
  readonly address: string
  /** Addresses of its pages by format, whole tables where they fit on one page. */
  readonly files: Readonly<Record<Format, ReadonlyArray<string>>>
}

export interface EditionDescription {
  readonly series: string
  readonly version: number
  readonly release: number
  /** Undefined unless it was retracted. */
  readonly retraction: Retraction | undefined
  /** Permanent address on this site. */
  readonly address: string
  /** Persistent identifier: a URL or URN. No DOI is minted. */
  readonly identifier: string
  /** Address of the page for readers. */
  readonly page: string
  readonly title: string
  readonly description: string
  /** Why it lacks something that the previous edition had; empty if it lacks nothing. */
  readonly reason: string
  readonly invented: boolean
  /** ISO 8601. */
  readonly issued: string
  readonly firstYear: number
  readonly lastYear: number
  /** The countries of its tables. */
  readonly countries: ReadonlyArray<string>
  readonly publisher: string
  readonly site: string
  readonly licence: string
  readonly contributors: ReadonlyArray<string>
  readonly keywords: ReadonlyArray<string>
  /** Of the whole edition; each table has its own. */
  readonly citation: string
  /** Addresses of the editions before and after it, if there are any. */
  readonly before: string | undefined
  readonly after: string | undefined
  readonly tables: ReadonlyArray<TableDescription>
}

/** Address of the data dictionary and the terms of use, for readers and for programs. */
export const dictionaryPath = "/dictionary"
export const dictionaryJsonPath = "/v1/dictionary"

const keywords = ["human trafficking", "trafficking in persons", "counter-trafficking", "statistics", "SDG 16.2.2"]

/** Returns the path of an edition below the site's address. */
export const editionPath = ({ name, version }: { readonly name: string; readonly version: number }): string =>
  `/v1/editions/${name}/${version}`

const fileAddresses = (address: string, format: Format, cells: number): ReadonlyArray<string> =>
  Array.from({ length: Math.max(1, Math.ceil(cells / maxPageSizeOf(format))) }, (_, page) => {
    const parameters = new URLSearchParams({ format, size: String(maxPageSizeOf(format)) })
    if (page > 0) parameters.set("page", String(page + 1))
    return `${address}?${parameters}`
  })

const describeTable = (release: PublishedRelease, name: string, edition: string): TableDescription => {
  const extent = release.extents.get(name)
  const facts = tableFacts(name, extent?.dimensions)
  const cellsByState = extent?.cellsByState ?? {}
  const cells = Object.values(cellsByState).reduce((sum, count) => sum + count, 0)
  const address = `${edition}/tables/${name}`
  return {
    ...facts,
    columns: tableColumns(facts, (dimension) => dimension === "year" && (extent?.isYears ?? false)),
    cells,
    cellsByState,
    firstYear: extent?.firstYear ?? 0,
    lastYear: extent?.lastYear ?? 0,
    countries: (extent?.countries ?? []).filter((code) => countryByAlpha3(code) !== undefined),
    address,
    files: Object.fromEntries(
      formats.map((format) => [format, fileAddresses(address, format, cells)])
    ) as TableDescription["files"]
  }
}

type EditionOf = PublishedRelease & { readonly edition: NonNullable<PublishedRelease["edition"]> }

/** Returns whether a release is an edition of a series; others are answers to requests. */
export const isEdition = (release: PublishedRelease): release is EditionOf => release.edition !== undefined

/** Returns what every description says of the site. */
export const siteDescription = Effect.gen(function* () {
  const { address, publisher, licence, contributors } = yield* SiteFacts
  return { site: address.href, publisher, licence, contributors }
})

/** Describes an edition. `releases` are all releases, for the editions before and after it. */
export const describeEdition = Effect.fn("EditionDescription.describe")(function* (
  release: EditionOf,
  releases: ReadonlyArray<PublishedRelease>
) {
  const site = yield* SiteFacts
  const { name, version, reason } = release.edition
  const absolute = (path: string) => new URL(path, site.address).href
  const address = absolute(editionPath(release.edition))
  const neighbour = (other: number) => {
    const found = releases.filter(isEdition).find(({ edition }) => edition.name === name && edition.version === other)
    return found === undefined ? undefined : absolute(editionPath(found.edition))
  }
  const tables = release.tables.map((table) => describeTable(release, table, address))
  const years = tables.flatMap(({ firstYear, lastYear }) => (lastYear === 0 ? [] : [firstYear, lastYear]))
  const title = `Counter-trafficking statistics${name === mainSeries ? "" : `, series ${name}`}, edition ${version}`
  const identifier = site.identifierPrefix === undefined ? address : `${site.identifierPrefix}${name}/${version}`
  return {
    series: name,
    version,
    release: release.release,
    retraction: release.retraction,
    address,
    identifier,
    page: absolute(`/?release=${release.release}`),
    title: `${release.invented ? "Invented data: " : ""}${title}`,
    description: `${beforeRetracted(release)}Counts of persons in counter-trafficking records by route, year, sex, age and other dimensions, protected against the disclosure of small counts. ${noteOf(release.invented, release.method)}`,
    reason,
    invented: release.invented,
    issued: release.publishedAt,
    firstYear: Math.min(...years, 9999) === 9999 ? 0 : Math.min(...years),
    lastYear: Math.max(...years, 0),
    countries: [...new Set(tables.flatMap(({ countries }) => countries))].sort(),
    ...(yield* siteDescription),
    keywords,
    citation: `${citationOf([title], release)} ${identifier}`,
    before: neighbour(version - 1),
    after: neighbour(version + 1),
    tables
  } satisfies EditionDescription
})
