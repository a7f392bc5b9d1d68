/** Turns a valid record into the row that is stored: generalised values, canonical order, no case reference. */
import { type RawTable, rawTable } from "../../schemas/RawTables.ts"
import { type FieldSpec, type RecordKind, recordKinds, recordSchemas } from "../../schemas/RecordSchemas.ts"
import type { Shaped } from "../rules/FieldRules.ts"
import { parsePartialDate } from "../rules/PartialDate.ts"
import { contentHash } from "./ContentHash.ts"
import { type Row, valueOf } from "./StoredValue.ts"

type Put = (record: Shaped, row: Row) => void

/** Returns the function that puts a field's value into the row. A list of codes is stored as a set: sorted, without repetitions. */
const putOf = (field: FieldSpec): Put | undefined => {
  const { name, column } = field
  if (field.generalise === "pseudonymise" || field.generalise === "drop") return undefined
  if (field.generalise === "month")
    return (record, row) => {
      const text = record[name] as string | null
      const date = text === null ? undefined : parsePartialDate(text)
      row[`${column}Year`] = date?.year ?? null
      row[`${column}Month`] = date?.month ?? null
    }
  if (field.type === "record")
    return (record, row) => {
      const items = record[name] as ReadonlyArray<Shaped>
      for (const item of field.fields)
        row[`${column}.${item.column}`] = items.map((leg) => valueOf(item)(leg[item.name]))
    }
  if (field.array)
    return (record, row) => {
      row[column] = [...new Set(record[name] as ReadonlyArray<string>)].sort()
    }
  const value = valueOf(field)
  return (record, row) => {
    const stored = value(record[name])
    // An age and an age band share a column: without an age, the band that was sent remains.
    if (stored !== null || !(column in row)) row[column] = stored
  }
}

const puts = new Map<RecordKind, ReadonlyArray<Put>>(
  recordSchemas.map((schema) => [
    schema.kind,
    schema.fields
      .filter((field) => !["recordId", "revision"].includes(field.name))
      .map(putOf)
      .filter((put) => put !== undefined)
  ])
)

/** The columns that come from the record's own fields, and their hash. */
interface Content {
  readonly row: Row
  /** 64 bits as a decimal number, equal for equal stored values. It does not include the pseudonym. */
  readonly hash: string
}

const contentColumns = new Map(recordKinds.map((kind) => [kind, rawTable(kind).content]))

/** Returns the row of a record that passed every rule. */
export const contentOf = (kind: RecordKind, record: Shaped): Content => {
  const row: Row = {}
  for (const put of puts.get(kind) as ReadonlyArray<Put>) put(record, row)
  return { row, hash: contentHash(contentColumns.get(kind) as RawTable["content"], row) }
}
