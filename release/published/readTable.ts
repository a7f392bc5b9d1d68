/** Reads the cells of one published table from `corridor_release`. */

import type { CellState } from "@corridor/disclosure/tables/CellState"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { tableFacts } from "./PublishedTable.ts"
import type { PublishedRelease } from "./readPublished.ts"
import { tableBuilder } from "./TableBuilder.ts"

/** Bytes parsed before yielding: about two milliseconds of work. */
const pieceBytes = 32 * 1024

const newline = 10

/**
 * Passes each row of a `JSONCompactEachRow` result to `take`. It yields after every piece, so other requests wait for one piece at most.
 */
const forEachRowYielding = Effect.fn("forEachRowYielding")(function* <Row>(
  bytes: Uint8Array,
  take: (row: Row) => void
) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf(newline, start + pieceBytes)
    const end = found < 0 ? text.length : found
    const lines = text.toString("utf8", start, end).trim()
    if (lines !== "") for (const row of JSON.parse(`[${lines.replaceAll("\n", ",")}]`) as ReadonlyArray<Row>) take(row)
    start = end + 1
    yield* Effect.yieldNow
  }
})

type Count = number | null

const ownCells =
  "SELECT labels, state, victims, low, high, as_of FROM corridor_release.cell WHERE release = {release:UInt32} AND table = {table:String}"

/** Old releases have flows only, in a separate table. */
const oldFlows =
  "SELECT [toString(origin), toString(destination), toString(year)] AS labels, state, victims, NULL AS low, NULL AS high, toInt32(as_of) AS as_of FROM corridor_release.flow WHERE release = {release:UInt32} AND {table:String} = 'flows'"

/** Reads a table, in the order of labels. It yields regularly, because a table may have a million cells. */
export const readTable = Effect.fn("readTable")(function* (
  { release, dimensions }: PublishedRelease,
  name: string,
  moments: ReadonlyMap<number, string>
) {
  const warehouse = yield* Warehouse
  const cells = dimensions.size > 0 ? ownCells : oldFlows
  const options = { params: { release, table: name } }
  const rowsOf = (sql: string) => warehouse.queryBytes(sql, "JSONCompactEachRow", options)
  const [{ count } = { count: 0 }] = yield* warehouse.query<{ count: number }>(
    `SELECT count() AS count FROM (${cells})`,
    options
  )
  const builder = tableBuilder(tableFacts(name, dimensions.get(name)), count, release, moments)
  yield* forEachRowYielding<readonly [dimension: number, label: string]>(
    yield* rowsOf(
      `SELECT toUInt32(d - 1) AS dimension, label FROM (${cells}) ARRAY JOIN labels AS label, arrayEnumerate(labels) AS d GROUP BY dimension, label ORDER BY dimension, label`
    ),
    ([dimension, label]) => builder.know(dimension, label)
  )
  yield* forEachRowYielding<readonly [ReadonlyArray<string>, CellState, Count, Count, Count, asOf: number]>(
    yield* rowsOf(`SELECT labels, toString(state), victims, low, high, as_of FROM (${cells}) ORDER BY labels`),
    ([own, state, victims, low, high, asOf]) => builder.add({ labels: own, state, victims, low, high, asOf })
  )
  return builder.table()
})
