/**
 * Writes published releases to `corridor_release`, the only database that page, API and readers see. No other module writes there; a test
 * checks the sources. It writes only what the ledger records as published, and completely: figures go in as one block per table, and no
 * reader sees them before the row that lists the release.
 */

import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { boundColumns, boundsShown } from "../history/Bounds.ts"
import { flowsWithoutTotals, readCells } from "../history/cellLines.ts"
import type { Release } from "../history/Release.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import { fileNameOf } from "./tableFiles.ts"

const flowTable = "corridor_release.flow"
const cellTable = "corridor_release.cell"
const releaseTable = "corridor_release.release"

/** Maximum number of rows that the store inserts as one block. */
const maxRows = 500_000

/** Returns an ISO 8601 time in ClickHouse's format, to the second or the millisecond. */
const moment = (iso: string, letters: number) => iso.slice(0, letters).replace("T", " ")

/** Writes rows exactly once, also if a store restored from a backup has the deduplication token of an insert without its rows. */
const writeOnce = Effect.fn("Publisher.writeOnce")(function* (
  table: string,
  where: string,
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
  token: string
) {
  for (let attempt = 0; attempt < 5; attempt++) {
    const [stored] = yield* Warehouse.query<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM ${table} WHERE ${where}`
    )
    if ((stored?.n ?? 0) >= rows.length) return
    const again = attempt === 0 ? "" : `:${attempt}`
    for (let at = 0; at < rows.length; at += maxRows)
      yield* Warehouse.insert(table, rows.slice(at, at + maxRows), {
        token: `${token}${at === 0 ? "" : `:from${at}`}${again}`
      })
  }
})

/**
 * Returns when a release was last moved. Of the rows of one release the store keeps the one with the latest time, so the time of a move is later than
 * those of earlier moves, also if the clock was set back since.
 */
const changedAt = (moves: Release["moves"]): string => {
  const times = moves.map(({ at }) => Date.parse(at))
  return new Date(times.reduce((latest, time) => Math.max(latest + 1, time))).toISOString()
}

/** Writes what the ledger records as published or retracted. It is idempotent; after a crash it is simply repeated. */
export const publishRelease = Effect.fn("Publisher.publishRelease")(function* (
  release: Release,
  lines: ReadonlyArray<string>,
  pages: ReadonlyArray<string>
) {
  if (release.state !== "published" && release.state !== "retracted") return
  const approval = release.moves.findLast(({ move }) => move === "approve")
  if (approval === undefined) return
  const published_at = moment(approval.at, 19)
  const changed_at = moment(changedAt(release.moves), 23)
  const cells = readCells(lines)
  const choices = release.choices ?? [flowsWithoutTotals]
  const figure = ({ shown }: ReleaseCell) => ({
    release: release.release,
    as_of: shown.state === "published" ? shown.asOf : 0,
    state: shown.state,
    victims: shown.state === "published" ? shown.victims : null,
    invented: release.invented,
    profile: release.profile,
    published_at
  })
  if (release.choices === undefined) {
    // A release of the first versions, which had flows alone, in a table of their own.
    const flows = cells.map((cell) => {
      const [origin, destination, year] = cell.labels
      return { origin, destination, year: Number(year), ...figure(cell) }
    })
    yield* writeOnce(flowTable, `release = ${release.release}`, flows, `release:${release.release}:flow`)
  } else {
    const rows = cells.map((cell) => ({
      table: fileNameOf(choices, cell.choice),
      dimensions: choices[cell.choice]?.by ?? [],
      labels: cell.labels,
      ...Object.fromEntries(boundColumns.map((name, n) => [name, boundsShown(cell.bounds)[n]])),
      ...figure(cell)
    }))
    yield* writeOnce(cellTable, `release = ${release.release}`, rows, `release:${release.release}:cell`)
  }
  yield* writeOnce(
    releaseTable,
    `release = ${release.release} AND status = '${release.state}' AND changed_at = '${changed_at}'`,
    [
      {
        release: release.release,
        status: release.state,
        vintage: release.vintage,
        profile: release.profile,
        invented: release.invented,
        content: release.content,
        ledger: approval.ledger,
        pages: JSON.stringify(Object.fromEntries(pages.map((page) => JSON.parse(page) as [string, string]))),
        tables: choices.map((_, c) => fileNameOf(choices, c)),
        method: release.method ?? "suppression",
        published_at,
        changed_at
      }
    ],
    `release:${release.release}:${release.state}:${changed_at}`
  )
})
