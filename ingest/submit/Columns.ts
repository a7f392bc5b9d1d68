/** Columns of a table in the product's own format: the schema's field names; `leg1.country`, `leg2.country` for items of a list. */
import { readCodeList } from "../../schemas/CodeLists.ts"
import { type FieldSpec, type RecordKind, recordSchema } from "../../schemas/RecordSchemas.ts"

/** The column that names the kind of record of each row. */
export const kindColumn = "record"

const singular = (name: string) => name.replace(/s$/, "")

const itemColumn = /^(\p{L}+)(\d{1,2})\.(\p{L}+)$/u

/** The column of a field's path: `legs[0].country` is `leg1.country`. */
export const columnOfPath = (path: string): string =>
  path
    .replace(
      /^(\w+)\[(\d+)\]\.(\w+)$/,
      (_, list: string, index: string, field: string) => `${singular(list)}${Number(index) + 1}.${field}`
    )
    .replace(/\[\d+\]$/, "")

/** Where a column's cells go: a field of the record, or a field of the n-th item of a list. */
export type Target =
  | { readonly field: FieldSpec }
  | { readonly list: FieldSpec; readonly index: number; readonly field: FieldSpec }

/** Where the column goes in a record of the kind; undefined when the record has no such column. */
export const targetOf = (kind: RecordKind, column: string): Target | undefined => {
  const { fields } = recordSchema(kind)
  const field = fields.find((candidate) => candidate.name === column && candidate.type !== "record")
  if (field !== undefined) return { field }
  const match = itemColumn.exec(column)
  if (match === null) return undefined
  const list = fields.find((candidate) => candidate.type === "record" && singular(candidate.name) === match[1])
  const item = list?.fields.find((candidate) => candidate.name === match[3])
  const index = Number(match[2]) - 1
  if (list === undefined || item === undefined || index < 0 || index >= (list.maxItems ?? 0)) return undefined
  return { list, index, field: item }
}

const squeeze = (column: string) =>
  column
    .replace(/^prs_/, "")
    .replace(/[\s_.-]/g, "")
    .toLowerCase()

const direct = new Set(
  readCodeList("direct-identifier-columns").flatMap((row) => [row["column"] ?? "", squeeze(row["column"] ?? "")])
)

/** True for a column that holds direct identifiers, by its name: HTCDS's own and common others, however they are spelled. */
export const isDirectIdentifierColumn = (column: string): boolean => direct.has(column) || direct.has(squeeze(column))
