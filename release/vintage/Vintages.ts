/**
 * Vintages: marts frozen under a number, a date and a hash. What is released is made from one and from nothing else.
 *
 * A vintage holds counts, never a person's row. Whoever withdraws afterwards is in it still, as one of a count that nobody sees
 * unprotected, and in none that is made later.
 */
import { hash } from "node:crypto"
import { DateTime, Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { FrozenMart, LedgerEntry } from "../ledger/LedgerEntry.ts"
import { keepContent, readContent } from "./FrozenContent.ts"
import { frozenMarts, personColumn } from "./frozenMarts.ts"

/** Nothing can be frozen now, or there is no such vintage. */
export class VintageRefused extends Schema.TaggedError<VintageRefused>()("VintageRefused", {
  message: Schema.String
}) {}

export interface Vintage {
  readonly vintage: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly hash: string
  readonly marts: ReadonlyArray<FrozenMart>
}

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

/** The marts there are; a mart that was built again has another identity. */
const martsThere = Effect.fn("Vintages.martsThere")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<{ name: string; identity: string }>(
    `SELECT name, concat(toString(uuid), ' ', toString(metadata_modification_time), ' ', toString(total_rows)) AS identity
     FROM system.tables WHERE database = 'corridor_mart' AND name IN {marts:Array(String)} ORDER BY name`,
    { params: { marts: [...frozenMarts] } }
  )
})

/** A mart's lines: its columns with their types, then its rows in the order of all columns. */
const martLines = Effect.fn("Vintages.martLines")(function* (mart: string) {
  const warehouse = yield* Warehouse
  const columns = yield* warehouse.query<Column>(
    `SELECT table, name, type FROM system.columns
     WHERE database = 'corridor_mart' AND table = {mart:String} ORDER BY position`,
    { params: { mart } }
  )
  if (columns.some(({ name }) => personColumn.test(name)))
    return yield* new VintageRefused({ message: `the mart ${mart} has a column of persons: it is never frozen` })
  const names = columns.map(({ name }) => `\`${name}\``).join(", ")
  const bytes = yield* warehouse.queryBytes(
    `SELECT ${names} FROM corridor_mart.${mart} ORDER BY ALL`,
    "JSONCompactEachRow",
    { settings: { output_format_json_quote_64bit_integers: 0 } }
  )
  const rows = Buffer.from(bytes).toString("utf8").split("\n").slice(0, -1)
  return [JSON.stringify(columns.map(({ name, type }) => [name, type])), ...rows]
})

const hashOfMarts = (marts: ReadonlyArray<FrozenMart>) =>
  hash("sha256", JSON.stringify(marts.map((one) => [one.mart, one.rows, one.hash])))

const toVintage = ({ at, body }: LedgerEntry): ReadonlyArray<Vintage> =>
  body.kind === "vintage"
    ? [
        {
          vintage: body.vintage,
          createdAt: DateTime.formatIso(DateTime.makeUnsafe(at)),
          hash: body.hash,
          marts: body.marts
        }
      ]
    : []

/** Vintages of a ledger, oldest first. */
export const vintagesIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<Vintage> => entries.flatMap(toVintage)

/** Freezes the marts as they are. It is there once the ledger has it, and then it is whole. */
export const createVintage = Effect.fn("Vintages.create")(function* () {
  const before = yield* martsThere()
  if (before.length === 0)
    return yield* new VintageRefused({ message: "there are no marts yet: 'transform build' makes them" })
  const marts: Array<FrozenMart> = []
  for (const { name } of before) {
    const lines = yield* martLines(name)
    marts.push({ mart: name, rows: lines.length - 1, hash: yield* keepContent(lines) })
  }
  if (JSON.stringify(yield* martsThere()) !== JSON.stringify(before))
    return yield* new VintageRefused({ message: "the marts were built anew meanwhile: freeze them when that is done" })
  const entry = yield* append((entries) =>
    Effect.succeed({
      kind: "vintage" as const,
      vintage: vintagesIn(entries).length + 1,
      marts,
      hash: hashOfMarts(marts)
    })
  )
  return toVintage(entry)[0] as Vintage
})

/** All vintages, oldest first. */
export const listVintages = Effect.fn("Vintages.list")(function* () {
  return vintagesIn(yield* readLedger())
})

/** Rows of a frozen mart as objects by column name; fails where they are not as they were frozen. */
export const frozenRows = Effect.fn("Vintages.rows")(function* <Row>(vintage: Vintage, mart: string) {
  const frozen = vintage.marts.find((one) => one.mart === mart)
  if (frozen === undefined)
    return yield* new VintageRefused({ message: `vintage ${vintage.vintage} has no mart ${mart}` })
  const [header, ...rows] = yield* readContent(frozen.hash)
  const columns = (JSON.parse(header as string) as ReadonlyArray<readonly [string, string]>).map(([name]) => name)
  return rows.map((row) => {
    const values = JSON.parse(row) as ReadonlyArray<unknown>
    return Object.fromEntries(columns.map((name, i) => [name, values[i]])) as Row
  })
})
