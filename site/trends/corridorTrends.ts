import { Effect } from "effect"
import { verdictTables } from "../../release/catalogue/releaseTables.ts"
import type { PublishedTable } from "../../release/published/PublishedTable.ts"
import { latestEdition, readReleases } from "../../release/published/readPublished.ts"
import { readTable } from "../../release/published/readTable.ts"
import type { CellTrend } from "../../release/trends/cellTrend.ts"
import { decidedTrend } from "./trendOf.ts"

interface CorridorTrend extends CellTrend {
  readonly origin: string
  readonly destination: string
  /** The table that decided. */
  readonly of: string
}

/**
 * Returns the trend of each corridor of the latest edition with at least two published figures, or of those with this origin and destination, in the order
 * of the table. It uses published cells only.
 */
export const corridorTrends = Effect.fn("corridorTrends.read")(function* (
  origin: string | undefined,
  destination: string | undefined
) {
  const { releases, moments } = yield* readReleases()
  const release = latestEdition(releases)
  if (release === undefined) return []
  const tables = new Map<string, PublishedTable>()
  for (const name of verdictTables("flows"))
    if (release.tables.includes(name)) tables.set(name, yield* readTable(release, name, moments))
  const table = tables.get("flows")
  const [origins, destinations] = ["origin", "destination"].map((name) =>
    table?.columns.find((column) => column.name === name)
  )
  if (table === undefined || origins === undefined || destinations === undefined) return []
  const corridors = new Map(
    table.json.map((_, place) => {
      const ends = [origins, destinations].map(({ values, cells }) => values[cells[place] as number] as string)
      return [ends.join(" "), ends as [string, string]]
    })
  )
  return [...corridors.values()].flatMap(([from, to]): ReadonlyArray<CorridorTrend> => {
    if (from !== (origin ?? from) || to !== (destination ?? to)) return []
    const labels = new Map(Object.entries({ origin: new Set([from]), destination: new Set([to]) }))
    const { decided, verdict } = decidedTrend({ release, table, tables, labels })
    return verdict === undefined ? [] : [{ origin: from, destination: to, ...verdict, of: decided.table.name }]
  })
})
