/** How many of a partner's records have each field, by the newest revision of each record. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { rawTable } from "../../schemas/RawTables.ts"
import { type FieldSpec, type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"

interface MeasuredField {
  /** Path of the field in a record, such as `legs.region`. */
  readonly path: string
  /** SQL condition: the stored record has a value of the field. */
  readonly filled: string
}

const storedName = ({ column, generalise }: FieldSpec) => (generalise === "month" ? `${column}Year` : column)

/** Fields that a record may lack. Those that it must have, and those that are not stored, say nothing of completeness. */
const measuredFields = (kind: RecordKind): ReadonlyArray<MeasuredField> => {
  const types = new Map(rawTable(kind).content.map(({ name, type }) => [name, type]))
  const measured = (path: string, column: string, isItem: boolean): ReadonlyArray<MeasuredField> => {
    const type = types.get(column)
    if (type === undefined) return []
    const name = `\`${column}\``
    if (isItem) return type.includes("Nullable") ? [{ path, filled: `arrayExists(x -> isNotNull(x), ${name})` }] : []
    if (type.startsWith("Array")) return [{ path, filled: `notEmpty(${name})` }]
    return type.includes("Nullable") ? [{ path, filled: `isNotNull(${name})` }] : []
  }
  const all = recordSchema(kind).fields.flatMap((field) =>
    field.type === "record"
      ? field.fields.flatMap((item) =>
          measured(`${field.name}.${item.name}`, `${field.column}.${storedName(item)}`, true)
        )
      : measured(field.name, storedName(field), false)
  )
  // Two fields may fill one column, as an age and its band do: the first one is listed for both.
  return all.filter(({ filled }, i) => all.findIndex((other) => other.filled === filled) === i)
}

/** A withdrawal is a message, not a record that is kept. */
export const measuredKinds: ReadonlyArray<RecordKind> = recordKinds.filter((kind) => kind !== "withdrawal")

/** Numbers of records with each field, by its path. */
interface KindCompleteness {
  readonly records: number
  readonly filled: ReadonlyMap<string, number>
}

interface Row {
  readonly partner: string
  readonly records: number
  readonly filled: ReadonlyArray<number>
}

/** Returns the completeness of each partner's records by kind. `before`: only records that were loaded before this day; all without it. */
export const completenessOf = Effect.fn("Quality.completeness")(function* (
  partners: ReadonlyArray<string>,
  before?: string
) {
  const found = new Map<string, Map<RecordKind, KindCompleteness>>()
  for (const kind of measuredKinds) {
    const fields = measuredFields(kind)
    const rows = yield* Warehouse.query<Row>(
      `SELECT partner_id AS partner, toFloat64(count()) AS records,
              [${fields.map(({ filled }) => `toFloat64(countIf(${filled}))`).join(", ")}] AS filled
       FROM (SELECT * FROM ${rawTable(kind).table}
             WHERE partner_id IN {partners:Array(String)} AND loaded_at < parseDateTimeBestEffort({before:String}, 'UTC')
             ORDER BY partner_id, record_id, revision DESC LIMIT 1 BY partner_id, record_id)
       GROUP BY partner_id`,
      { params: { partners, before: before ?? "2100-01-01" } }
    )
    for (const { partner, records, filled } of rows) {
      const own = found.get(partner) ?? new Map<RecordKind, KindCompleteness>()
      own.set(kind, { records, filled: new Map(fields.map(({ path }, i) => [path, filled[i] ?? 0])) })
      found.set(partner, own)
    }
  }
  return found
})
