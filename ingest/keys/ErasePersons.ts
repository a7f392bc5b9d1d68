/**
 * Withdrawal of consent: erases a person's records from every raw table and from the quarantine. Later records are refused.
 *
 * A withdrawal and a record of the same person may be loaded at the same moment from two partitions. Both sides write first and look
 * afterwards, so the later one finds the other, and no record survives its withdrawal.
 */
import { Effect, Schedule } from "effect"
import { unfinishedChange, Warehouse } from "../../ports/Warehouse.ts"
import { copyTables, erasableTables, personRows, withdrawalTable } from "./PersonTables.ts"

/** Returns a list of UUIDs as SQL. They are our own pseudonyms or passed a rule, so they contain only hexadecimal digits and hyphens. */
export const uuidList = (ids: Iterable<string>): string => `(${[...ids].map((id) => `'${id}'`).join(",")})`

/** Settings for a statement that lists every record of a batch. */
export const wideStatement = {
  max_query_size: 16_777_216,
  max_ast_elements: 1_000_000,
  max_expanded_ast_elements: 1_000_000
}

/** Returns those of `persons` who have withdrawn. */
export const withdrawnOf = Effect.fn("ErasePersons.withdrawnOf")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  if (persons.size === 0) return new Set<string>()
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ person: string }>(
    `SELECT DISTINCT toString(person) AS person FROM ${withdrawalTable}
     WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`,
    { params: { partner }, settings: wideStatement }
  )
  return new Set(rows.map((row) => row.person))
})

/** Numbers of erased rows, by table. */
export type Erased = Readonly<Record<string, number>>

type Params = Readonly<Record<string, string | number>>

/** Deletes rows by a mutation, which rewrites the parts: the rows leave the disk and are not only hidden. */
const deleteRows = Effect.fn("ErasePersons.deleteRows")(function* (table: string, condition: string, params: Params) {
  yield* (yield* Warehouse).command(`ALTER TABLE ${table} DELETE WHERE ${condition}`, {
    params,
    settings: { ...wideStatement, mutations_sync: 2 }
  })
})

/** Deletes from a copy until no row is found: a build may replace the table meanwhile, which ends the deletion from the old one. */
const eraseCopy = Effect.fn("ErasePersons.eraseCopy")(
  function* (copy: string, condition: string, params: Params) {
    const warehouse = yield* Warehouse
    const look = warehouse.query(`SELECT 1 AS there FROM ${copy} WHERE ${condition} LIMIT 1`, {
      params,
      settings: wideStatement
    })
    while ((yield* look).length > 0) yield* deleteRows(copy, condition, params)
  },
  Effect.retry({ while: ({ code }) => code === unfinishedChange, times: 10, schedule: Schedule.spaced("100 millis") })
)

/** Deletes the partner's rows that meet the condition from the copies that the transform keeps. */
export const eraseCopies = Effect.fn("ErasePersons.eraseCopies")(function* (
  partner: string,
  condition: string,
  more: Params = {}
) {
  const warehouse = yield* Warehouse
  const there = yield* warehouse.query<{ copy: string }>(
    `SELECT concat(database, '.', name) AS copy FROM system.tables
     WHERE concat(database, '.', name) IN {tables:Array(String)}`,
    { params: { tables: copyTables } }
  )
  for (const { copy } of there)
    yield* eraseCopy(copy, `partner_id = {partner:String} AND ${condition}`, { partner, ...more })
})

/** Returns the number of rows of the persons, by table. */
export const countByTable = Effect.fn("ErasePersons.countByTable")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const found: Record<string, number> = Object.fromEntries(erasableTables.map((table) => [table, 0]))
  if (persons.size === 0) return found
  const warehouse = yield* Warehouse
  for (const table of erasableTables) {
    const [row] = yield* warehouse.query<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM ${table} WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`,
      { params: { partner }, settings: wideStatement }
    )
    found[table] = row?.n ?? 0
  }
  return found
})

/** Erases the persons from every table. Returns the number of erased rows by table. */
export const eraseByTable = Effect.fn("ErasePersons.eraseByTable")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const found: Erased = yield* countByTable(partner, persons)
  if (persons.size === 0) return found
  const condition = `person IN ${uuidList(persons)}`
  for (const [table, rows] of Object.entries(found))
    if (rows > 0) yield* deleteRows(table, `partner_id = {partner:String} AND ${condition}`, { partner })
  yield* eraseCopies(partner, condition)
  return found
})

/** Adds the numbers of erased rows. */
export const plusErased = (a: Erased, b: Erased): Erased =>
  Object.fromEntries(erasableTables.map((table) => [table, (a[table] ?? 0) + (b[table] ?? 0)]))

export const totalErased = (erased: Erased): number => Object.values(erased).reduce((sum, n) => sum + n, 0)

/** Erases the persons from every table. Returns the number of erased rows. */
export const erase = (partner: string, persons: ReadonlySet<string>) =>
  Effect.map(eraseByTable(partner, persons), totalErased)

/** Erases rows of the partner's withdrawn persons that are still stored, or stored again. */
export const eraseWithdrawn = Effect.fn("ErasePersons.eraseWithdrawn")(function* (partner: string) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ id: string }>(
    `SELECT DISTINCT toString(person) AS id FROM ${personRows(erasableTables)}
     WHERE partner_id = {partner:String}
       AND person IN (SELECT person FROM ${withdrawalTable} WHERE partner_id = {partner:String})`,
    { params: { partner } }
  )
  return yield* eraseByTable(partner, new Set(rows.map(({ id }) => id)))
})
