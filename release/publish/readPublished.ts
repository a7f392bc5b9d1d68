/** Reads what is out from `corridor_release`, and the vintages that it is of from the ledger. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import { readLedger } from "../ledger/Ledger.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { catalogueName, type PublishedTable, type StoredCell, toPublishedTable } from "./PublishedTable.ts"

export interface PublishedRelease {
  readonly release: number
  readonly state: "published" | "retracted"
  readonly vintage: { readonly number: number; readonly hash: string; readonly frozenAt: string }
  readonly profile: string
  readonly method: string
  readonly invented: boolean
  /** ISO 8601. */
  readonly publishedAt: string
  /** Names of its tables. */
  readonly tables: ReadonlyArray<string>
  readonly citation: string
  /** Method, dictionary, coverage, citation by file name. */
  readonly pages: Readonly<Record<string, string>>
}

/** What tells whether anything is new: one row a release. */
export interface ReleaseMark {
  readonly release: number
  readonly status: "published" | "retracted"
}

export const readMarks = Effect.fn("readPublished.marks")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<ReleaseMark>(
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

/** All releases that are out or were, oldest first, without their cells. */
export const readReleases = Effect.fn("readPublished.releases")(function* () {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<ReleaseRow>(
    `SELECT release, toString(status) AS state, vintage, profile, method, invented, tables, pages,
            formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS publishedAt
     FROM corridor_release.release FINAL ORDER BY release`
  )
  const entries = yield* readLedger()
  const vintages = new Map(vintagesIn(entries).map((one) => [one.vintage, one]))
  const releases = rows.map(({ vintage, pages: text, ...row }): PublishedRelease => {
    const pages = JSON.parse(text) as Record<string, string>
    const own = vintages.get(vintage)
    return {
      ...row,
      vintage: { number: vintage, hash: own?.hash ?? "", frozenAt: own?.createdAt ?? "" },
      pages,
      citation: (pages["CITATION.txt"] ?? "").trim()
    }
  })
  // A count that stays may be one that a researcher was told: such have numbers below zero.
  const moments = new Map<number, string>(releases.map(({ release, publishedAt }) => [release, publishedAt]))
  for (const { at, body } of entries)
    if (body.kind === "answer") moments.set(-body.answer, `${new Date(at).toISOString().slice(0, 19)}Z`)
  return { releases, moments }
})

interface CellRow extends StoredCell {
  readonly table: string
  readonly dimensions: ReadonlyArray<string>
}

/** Cells of a release's tables, in the order of labels. */
export const readTables = Effect.fn("readPublished.tables")(function* (
  { release, tables }: PublishedRelease,
  moments: ReadonlyMap<number, string>
) {
  const warehouse = yield* Warehouse
  const options = { params: { release } }
  const rows = yield* warehouse.query<CellRow>(
    `SELECT table, dimensions, labels, toString(state) AS state, victims, low, high, as_of AS asOf
     FROM corridor_release.cell
     WHERE release = {release:UInt32} ORDER BY table, labels`,
    options
  )
  // Releases of the time when there were flows alone have their cells there only.
  const cells =
    rows.length > 0
      ? rows
      : yield* warehouse.query<CellRow>(
          `SELECT 'flows' AS table, ['origin', 'destination', 'year'] AS dimensions,
                  [toString(origin), toString(destination), toString(year)] AS labels,
                  toString(state) AS state, victims, NULL AS low, NULL AS high, toInt32(as_of) AS asOf
           FROM corridor_release.flow
           WHERE release = {release:UInt32} ORDER BY origin, destination, year`,
          options
        )
  const byTable = Map.groupBy(cells, ({ table }) => table)
  return new Map<string, PublishedTable>(
    tables.map((name) => {
      const own = byTable.get(name) ?? []
      const dimensions = own[0]?.dimensions ?? releaseTables.get(catalogueName(name))?.by ?? []
      return [name, toPublishedTable(name, dimensions, own, release, moments)]
    })
  )
})
