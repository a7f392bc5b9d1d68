import { failAt } from "../../sql/SqlError.ts"
import { nothing } from "../Flow.ts"
import type { LineageTable } from "../LineageTable.ts"
import type { Scope } from "./Scope.ts"

/** Tables of the store that hold one row, or numbers. */
const whole: Readonly<Record<string, ReadonlyArray<string>>> = {
  "system.one": ["dummy"],
  "system.numbers": ["number"],
  "system.zeros": ["zero"]
}

/** Metadata of tables and columns, without columns that show values or statements: partitions, comments, queries. */
const partial: Readonly<Record<string, string>> = {
  "system.databases": "name engine uuid",
  "system.tables": "database name uuid engine is_temporary total_rows total_bytes metadata_modification_time",
  "system.columns": "database table name type position default_kind is_in_primary_key is_in_sorting_key",
  "system.parts":
    "database table name active rows bytes_on_disk level min_block_number max_block_number data_version modification_time"
}

/** Returns a system table; undefined for one that may show queries or data of others. */
const systemTable = (name: string): LineageTable | undefined => {
  const all = Object.hasOwn(whole, name) ? whole[name] : undefined
  const some = Object.hasOwn(partial, name) ? partial[name]?.split(" ") : undefined
  const columns = all ?? some
  if (columns === undefined) return undefined
  return { columns: new Map(columns.map((each) => [each, nothing])), rows: nothing, partial: all === undefined }
}

/** Returns a query of WITH, else a relation of the store. */
export const namedTable = (at: number, parts: ReadonlyArray<string>, scope: Scope): LineageTable => {
  const name = parts.join(".")
  const query = parts.length === 1 ? scope.query(name) : undefined
  const known = query ?? scope.binding.table(parts)
  if (known !== undefined) return known
  return systemTable(name) ?? failAt(at, `the table '${name}' is not a model, seed, snapshot or source of this project`)
}
