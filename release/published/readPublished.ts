/** Reads the published releases from `corridor_release` and their vintages from the ledger. */
import { cellStates } from "@corridor/disclosure/tables/CellState"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { completenessPage, type IncompleteMonth, readCompleteness } from "../history/completenessPage.ts"
import { type Edition, editionsOf, mainSeries } from "../history/editions.ts"
import { releasesIn, retractionOf } from "../history/Release.ts"
import type { Retraction } from "../history/Retraction.ts"
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
  /** Undefined unless it was retracted. */
  readonly retraction: Retraction | undefined
  /** Undefined if it is not an edition, so that it is shown only to readers who name it. */
  readonly edition: Edition | undefined
  /** Number of the request that it answers. */
  readonly request: number | undefined
  /** ISO 8601. */
  readonly publishedAt: string
  /** When it was published or retracted, ISO 8601. */
  readonly changedAt: string
  /** Names of its tables. */
  readonly tables: ReadonlyArray<string>
  /** Dimensions by table; a table without cells is missing. */
  readonly dimensions: ReadonlyMap<string, ReadonlyArray<string>>
  /** What is known of each table without its cells; a table without cells is missing. */
  readonly extents: ReadonlyMap<string, TableExtent>
  readonly citation: string
  /** Method, dictionary, coverage and citation, by file name. */
  readonly pages: Readonly<Record<string, string>>
  /** Months in which the partners that report changed. */
  readonly reporting: ReadonlyArray<Reporting>
  /** Months that are not loaded in full. */
  readonly incomplete: ReadonlyArray<IncompleteMonth>
}

/** What the list of releases knows of a table. */
interface TableExtent {
  readonly dimensions: ReadonlyArray<string>
  /** Number of cells by state; states without cells are missing. */
  readonly cellsByState: Readonly<Record<string, number>>
  /** First and last year of its labels; 0 if none is a year. */
  readonly firstYear: number
  readonly lastYear: number
  /** Whether every label of the dimension `year` is a single year. */
  readonly isYears: boolean
  /** Labels of three capital letters, sorted: countries, if there are such codes. */
  readonly countries?: ReadonlyArray<string>
  /** The labels of each dimension, sorted, without the total; none if there are more than three. */
  readonly fewLabels?: ReadonlyArray<ReadonlyArray<string>>
}

/** State of a release, to detect changes. */
interface ReleaseStatus {
  readonly release: number
  readonly status: "published" | "retracted"
}

/** Returns the number and status of each release, by number. It is cheap, so that a server can ask for it often. */
export const readReleaseStatuses = Effect.fn("readPublished.statuses")(function* () {
  return yield* Warehouse.query<ReleaseStatus>(
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
  readonly changedAt: string
  readonly tables: ReadonlyArray<string>
  readonly pages: string
}

interface ExtentRow extends Omit<TableExtent, "cellsByState" | "isYears"> {
  readonly release: number
  readonly table: string
  /** In the order of `cellStates`. */
  readonly states: ReadonlyArray<number>
  readonly isYears: 0 | 1
}

const extentsSql = `SELECT release, table, any(dimensions) AS dimensions,
  [${cellStates.map((state) => `toUInt32(countIf(state = '${state}'))`).join(", ")}] AS states,
  toUInt16(minIf(toUInt16OrZero(substring(label, 1, 4)), match(label, '^[0-9]{4}'))) AS firstYear,
  toUInt16(max(toUInt16OrZero(if(match(label, '^[0-9]{4}-[0-9]{4}$'), substring(label, 6, 4), substring(label, 1, 4))))) AS lastYear,
  toUInt8(min(match(label, '^[0-9]{4}$'))) AS isYears,
  arraySort(groupUniqArrayArray(arrayFilter(one -> match(one, '^[A-Z]{3}$'), labels))) AS countries,
  arrayMap(own -> if(length(own) > 3, [], arraySort(own)),
    arrayMap(own -> arrayFilter(one -> one != '${totalLabel}', own), groupUniqArrayForEach(5)(labels))) AS fewLabels
FROM (SELECT release, table, dimensions, labels, state, labels[indexOf(dimensions, 'year')] AS label FROM corridor_release.cell)
GROUP BY release, table`

const extentOf = ({ dimensions, states, isYears, release: _, table: __, ...own }: ExtentRow): TableExtent => ({
  ...own,
  dimensions,
  cellsByState: Object.fromEntries(
    cellStates.flatMap((state, s) => (states[s] === 0 ? [] : [[state, states[s] as number]]))
  ),
  isYears: isYears === 1
})

/** Returns the number of the request that a release answers, by number of the release. */
export const requestsByRelease = (entries: ReadonlyArray<LedgerEntry>): ReadonlyMap<number, number> =>
  new Map(
    entries.flatMap(({ body }) =>
      body.kind === "request-move" && body.release !== undefined ? [[body.release, body.request] as const] : []
    )
  )

/** Returns all releases that are or were public, oldest first, without cells. */
export const readReleases = Effect.fn("readPublished.releases")(function* () {
  const rows = yield* Warehouse.query<ReleaseRow>(
    `SELECT release, toString(status) AS state, vintage, profile, method, invented, tables, pages,
            formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS publishedAt,
            formatDateTime(changed_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS changedAt
     FROM corridor_release.release FINAL ORDER BY release`
  )
  const extentRows = yield* Warehouse.query<ExtentRow>(extentsSql)
  const byRelease = new Map(
    [...Map.groupBy(extentRows, ({ release }) => release)].map(([release, own]) => [
      release,
      new Map(own.map((row) => [row.table, extentOf(row)]))
    ])
  )
  const entries = yield* readLedger()
  const vintages = new Map(vintagesIn(entries).map((one) => [one.vintage, one]))
  const recorded = new Map(releasesIn(entries).map((one) => [one.release, one]))
  const requests = requestsByRelease(entries)
  const editions = editionsOf(
    rows.map(({ release, state, method, tables }) => ({
      release,
      state,
      method,
      tables: new Map(tables.map((name) => [name, byRelease.get(release)?.get(name)?.dimensions ?? []])),
      mark: recorded.get(release)?.edition,
      isAnswer: requests.has(release)
    }))
  )
  const releases = rows.map(({ vintage, pages: text, ...row }): PublishedRelease => {
    const pages = JSON.parse(text) as Record<string, string>
    const [own, made] = [vintages.get(vintage), recorded.get(row.release)]
    const extents = byRelease.get(row.release) ?? new Map<string, TableExtent>()
    return {
      ...row,
      vintage: { number: vintage, hash: own?.hash ?? "", frozenAt: own?.createdAt ?? "" },
      pages,
      reporting: readReporting(pages[reportingPage]),
      incomplete: readCompleteness(pages[completenessPage]),
      // The row decides what readers see; the ledger's entry is a moment older.
      retraction:
        row.state === "retracted" ? ((made && retractionOf(made)) ?? { at: row.changedAt, reason: "" }) : undefined,
      edition: editions.get(row.release),
      request: requests.get(row.release),
      dimensions: new Map([...extents].map(([table, { dimensions }]) => [table, dimensions])),
      extents,
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
