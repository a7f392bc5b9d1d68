/** Reads the published releases from `corridor_release` and their vintages from the ledger. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { completenessPage, type IncompleteMonth, readCompleteness } from "../history/completeness.ts"
import { type Edition, editionsOf, mainSeries } from "../history/editions.ts"
import { releasesIn } from "../history/Release.ts"
import { type Reporting, readReporting, reportingPage } from "../history/reportingChanges.ts"
import { readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { vintagesIn } from "../vintage/Vintages.ts"

export interface PublishedRelease {
  readonly release: number
  readonly state: "published" | "retracted"
  readonly vintage: { readonly number: number; readonly hash: string; readonly frozenAt: string }
  readonly profile: string
  readonly method: string
  readonly invented: boolean
  /** Undefined if it is no edition, so that it is shown only to readers who name it. */
  readonly edition: Edition | undefined
  /** Number of the request that it answers. */
  readonly request: number | undefined
  /** ISO 8601. */
  readonly publishedAt: string
  /** Names of its tables. */
  readonly tables: ReadonlyArray<string>
  /** Dimensions by table; a table without cells is missing. */
  readonly dimensions: ReadonlyMap<string, ReadonlyArray<string>>
  readonly citation: string
  /** Method, dictionary, coverage and citation, by file name. */
  readonly pages: Readonly<Record<string, string>>
  /** Months in which the partners that report changed. */
  readonly reporting: ReadonlyArray<Reporting>
  /** Months that are not loaded in full. */
  readonly incomplete: ReadonlyArray<IncompleteMonth>
}

/** State of a release, to detect changes. */
export interface ReleaseStatus {
  readonly release: number
  readonly status: "published" | "retracted"
}

export const readReleaseStatuses = Effect.fn("readPublished.marks")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<ReleaseStatus>(
    "SELECT release, toString(status) AS status FROM corridor_release.release FINAL ORDER BY release"
  )
})

interface ReleaseRow {
  readonly release: number
  readonly state: "published" | "retracted"
  readonly vintage: number
  readonly profile: string
  readonly method: string
  readonly invented: boolean
  readonly publishedAt: string
  readonly tables: ReadonlyArray<string>
  readonly pages: string
}

interface ShapeRow {
  readonly release: number
  readonly table: string
  readonly dimensions: ReadonlyArray<string>
}

/** Returns the number of the request that a release answers, by number of the release. */
export const requestsByRelease = (entries: ReadonlyArray<LedgerEntry>): ReadonlyMap<number, number> =>
  new Map(
    entries.flatMap(({ body }) =>
      body.kind === "request-move" && body.release !== undefined ? [[body.release, body.request] as const] : []
    )
  )

/** Returns all releases that are or were public, oldest first, without cells. */
export const readReleases = Effect.fn("readPublished.releases")(function* () {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<ReleaseRow>(
    `SELECT release, toString(status) AS state, vintage, profile, method, invented, tables, pages,
            formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS publishedAt
     FROM corridor_release.release FINAL ORDER BY release`
  )
  const shapes = yield* warehouse.query<ShapeRow>(
    "SELECT release, table, any(dimensions) AS dimensions FROM corridor_release.cell GROUP BY release, table"
  )
  const byRelease = new Map(
    [...Map.groupBy(shapes, ({ release }) => release)].map(([release, own]) => [
      release,
      new Map(own.map(({ table, dimensions }) => [table, dimensions]))
    ])
  )
  const entries = yield* readLedger()
  const vintages = new Map(vintagesIn(entries).map((one) => [one.vintage, one]))
  const marks = new Map(releasesIn(entries).map(({ release, edition }) => [release, edition]))
  const requests = requestsByRelease(entries)
  const editions = editionsOf(
    rows.map(({ release, state, method, tables }) => ({
      release,
      state,
      method,
      tables: new Map(tables.map((name) => [name, byRelease.get(release)?.get(name) ?? []])),
      mark: marks.get(release),
      isAnswer: requests.has(release)
    }))
  )
  const releases = rows.map(({ vintage, pages: text, ...row }): PublishedRelease => {
    const pages = JSON.parse(text) as Record<string, string>
    const own = vintages.get(vintage)
    return {
      ...row,
      vintage: { number: vintage, hash: own?.hash ?? "", frozenAt: own?.createdAt ?? "" },
      pages,
      reporting: readReporting(pages[reportingPage]),
      incomplete: readCompleteness(pages[completenessPage]),
      edition: editions.get(row.release),
      request: requests.get(row.release),
      dimensions: byRelease.get(row.release) ?? new Map(),
      citation: (pages["CITATION.txt"] ?? "").trim()
    }
  })
  // A count may date from an answer to a researcher; answers have negative numbers.
  const moments = new Map<number, string>(releases.map(({ release, publishedAt }) => [release, publishedAt]))
  for (const { at, body } of entries)
    if (body.kind === "answer") moments.set(-body.answer, `${new Date(at).toISOString().slice(0, 19)}Z`)
  return { releases, moments }
})

/** Returns the latest edition of a series; undefined if there is none. */
export const latestEdition = (
  releases: ReadonlyArray<PublishedRelease>,
  name: string = mainSeries
): PublishedRelease | undefined => releases.findLast(({ edition }) => edition?.name === name && edition.latest)
