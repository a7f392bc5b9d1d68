/**
 * Withdrawn consent: a person's records leave every raw table, and later ones are refused.
 *
 * A withdrawal and a record of the same person may be loaded at the same moment from two partitions. Each side writes first
 * and looks afterwards, so whichever is later sees the other: no record survives its withdrawal.
 */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"

/** Tables that hold records of persons; the withdrawals themselves stay, as pseudonyms, to refuse later records. */
const personTables = recordSchemas.flatMap(({ kind, table }) =>
  kind === "withdrawal" ? [] : [`corridor_raw.${table}`]
)

/** A list of UUIDs as SQL. They are our own pseudonyms or were checked by a rule, so they hold nothing but hexadecimal digits. */
export const uuidList = (ids: Iterable<string>): string => `(${[...ids].map((id) => `'${id}'`).join(",")})`

/** Room for a statement that names every record of a batch. */
export const wideStatement = {
  max_query_size: 16_777_216,
  max_ast_elements: 1_000_000,
  max_expanded_ast_elements: 1_000_000
}

/** Those of `persons` that have withdrawn. */
export const withdrawnOf = Effect.fn("Withdrawals.withdrawnOf")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  if (persons.size === 0) return new Set<string>()
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ person: string }>(
    `SELECT DISTINCT toString(person) AS person FROM corridor_raw.withdrawal
     WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`,
    { params: { partner }, settings: wideStatement }
  )
  return new Set(rows.map((row) => row.person))
})

/** Deletes every record of the persons; answers how many rows left. */
export const erase = Effect.fn("Withdrawals.erase")(function* (partner: string, persons: ReadonlySet<string>) {
  if (persons.size === 0) return 0
  const warehouse = yield* Warehouse
  const condition = `partner_id = {partner:String} AND person IN ${uuidList(persons)}`
  let erased = 0
  for (const table of personTables) {
    const [row] = yield* warehouse.query<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM ${table} WHERE ${condition}`,
      {
        params: { partner },
        settings: wideStatement
      }
    )
    if (row === undefined || row.n === 0) continue
    // A mutation rewrites the parts, so that the rows are gone from the disk and not only hidden.
    yield* warehouse.command(`ALTER TABLE ${table} DELETE WHERE ${condition}`, {
      params: { partner },
      settings: { ...wideStatement, mutations_sync: 2 }
    })
    erased += row.n
  }
  return erased
})
