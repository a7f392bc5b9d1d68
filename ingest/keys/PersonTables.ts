/** The tables that hold pseudonyms of persons. A new table with a `person` belongs here: rotation and withdrawal go by this list. */
import { recordSchemas } from "../../schemas/RecordSchemas.ts"

/** Withdrawals: they stay, as pseudonyms, to refuse later records. */
export const withdrawalTable = "corridor_raw.withdrawal"

/** Where refused messages lie, and whose they are where that could be told. */
export const quarantineTable = "corridor_audit.quarantine"

/** What a withdrawal erases: records, and where a refused message of the person lies. */
export const erasableTables: ReadonlyArray<string> = [
  ...recordSchemas.map(({ table }) => `corridor_raw.${table}`).filter((table) => table !== withdrawalTable),
  quarantineTable
]

/**
 * Copies of records that the transform keeps and makes again by itself, each with `partner_id`, `person` and `key_version`; they may
 * not be there yet. Who withdraws leaves them at once, and so does who gets another pseudonym, until the next build.
 */
export const copyTables: ReadonlyArray<string> = [
  "corridor_staging.int_routes_by_month",
  "corridor_staging.int_victims_by_year"
]

/**
 * What a rotation re-keys, in this order: who has withdrawn is known under the new key before any record is. Each has
 * `partner_id`, `person` (null where no person is known) and `key_version`.
 */
export const personTables: ReadonlyArray<string> = [withdrawalTable, ...erasableTables]

/** Rows of all tables that hold a person, as a subquery with the columns `partner_id`, `person`, `key_version` and `tbl`. */
export const personRows = (tables: ReadonlyArray<string>): string =>
  `(${tables
    .map(
      (table) =>
        `SELECT partner_id, assumeNotNull(t.person) AS person, key_version, '${table}' AS tbl FROM ${table} AS t WHERE isNotNull(t.person)`
    )
    .join(" UNION ALL ")})`
