/** The tables with pseudonyms of persons. Add every new table with a `person`: rotation and withdrawal use this list. */
import { recordSchemas } from "../../schemas/RecordSchemas.ts"

/** Withdrawals. They stay, as pseudonyms, so that later records are refused. */
export const withdrawalTable = "corridor_raw.withdrawal"

/** Positions of refused messages, with the person if the message could be read that far. */
export const quarantineTable = "corridor_audit.quarantine"

/** Results of replaying refused messages, by position. */
export const readingTable = "corridor_audit.quarantine_reading"

/** Revisions of records that were sent by file or portal: the record's id and a hash of its content. */
export const sentRevisionTable = "corridor_audit.sent_revision"

/** Records of messages that are not stored. */
export const messageOutcomeTable = "corridor_audit.message_outcome"

/** Hashes of the ids of erased records. */
export const erasedRecordTable = "corridor_audit.erased_record"

/** Receipts of submissions. */
export const submissionTable = "corridor_audit.submission"

/** Table with the pairs of old and new pseudonyms while keys rotate. */
export const rekeyingTable = "corridor_raw.rekeying"

/** Pseudonyms whose rows are being erased, so that no statement that the store keeps contains them. Empty at all other times. */
export const erasingTable = "corridor_raw.erasing"

/** The tables that a withdrawal erases: records, and positions of refused messages. */
export const erasableTables: ReadonlyArray<string> = [
  ...recordSchemas.map(({ table }) => `corridor_raw.${table}`).filter((table) => table !== withdrawalTable),
  quarantineTable
]

/**
 * Copies of records that the transform keeps and rebuilds, each with `partner_id`, `person` and `key_version`. They may not exist yet. A
 * withdrawal erases the person from them immediately; a new pseudonym does too, until the next build.
 */
export const copyTables: ReadonlyArray<string> = [
  "corridor_staging.int_routes_by_month",
  "corridor_staging.int_victims_by_year"
]

/**
 * The tables that a rotation re-keys, in this order: withdrawals get the new key before any record does. Each has `partner_id`, `person`
 * (null if unknown) and `key_version`.
 */
export const personTables: ReadonlyArray<string> = [withdrawalTable, ...erasableTables]

/** Returns a subquery of all rows with a person, with the columns `partner_id`, `person`, `key_version` and `tbl`. */
export const personRows = (tables: ReadonlyArray<string>): string =>
  `(${tables
    .map(
      (table) =>
        `SELECT partner_id, assumeNotNull(t.person) AS person, key_version, '${table}' AS tbl FROM ${table} AS t WHERE isNotNull(t.person)`
    )
    .join(" UNION ALL ")})`
