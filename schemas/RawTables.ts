/**
 * The tables of records in `corridor_raw`. Their columns derive from the newest version of each Avro schema. A field of class `direct` never
 * becomes a column. A generalised field becomes a column of the generalised value.
 */
import {
  type FieldSpec,
  type PrivacyClass,
  type RecordKind,
  type RecordSchema,
  recordSchema,
  recordSchemas
} from "./RecordSchemas.ts"

/**
 * How much a stored column reveals about a person. In addition to the classes of fields: a `pseudonym` identifies one person or record, few persons
 * share a `precise` value, and a `secret` is a credential.
 */
export type StoredClass = PrivacyClass | "pseudonym" | "precise" | "secret"

export interface RawColumn {
  readonly name: string
  readonly type: string
  readonly comment: string
  readonly privacy: StoredClass
}

export interface RawTable {
  readonly table: string
  readonly columns: ReadonlyArray<RawColumn>
  /** The columns from the record's own fields. */
  readonly content: ReadonlyArray<RawColumn>
  readonly engine: string
  readonly orderBy: string
  readonly settings: Readonly<Record<string, number>>
}

/** The columns that the pipeline adds. `person` is the pseudonym; `content_hash` distinguishes repeated from changed records. */
const first: ReadonlyArray<RawColumn> = [
  {
    name: "partner_id",
    type: "LowCardinality(String)",
    comment: "partner whose topic contained the record",
    privacy: "open"
  },
  { name: "record_id", type: "UUID", comment: "the partner's id of the record", privacy: "pseudonym" },
  { name: "revision", type: "UInt32", comment: "number of the correction", privacy: "open" },
  {
    name: "person",
    type: "UUID",
    comment: "pseudonym of the case: HMAC-SHA-256 with a key of the partner, 128 bits",
    privacy: "pseudonym"
  },
  { name: "key_version", type: "UInt16", comment: "version of the key that created the pseudonym", privacy: "open" }
]
const last: ReadonlyArray<RawColumn> = [
  {
    name: "content_hash",
    type: "UInt64",
    comment: "hash of the stored values, without the pseudonym",
    privacy: "pseudonym"
  },
  {
    name: "kafka_partition",
    type: "UInt16",
    comment: "position of the record in the partner's topic",
    privacy: "open"
  },
  {
    name: "kafka_offset",
    type: "UInt64",
    comment: "position of the record in the partner's topic",
    privacy: "pseudonym"
  },
  { name: "loaded_at", type: "DateTime('UTC') DEFAULT now()", comment: "when the row was stored", privacy: "precise" }
]

/**
 * Texts are stored with a dictionary (`LowCardinality`), except in lists: at every merge the store would rebuild the dictionary of list items
 * one by one, which is several times slower.
 */
const scalar = (field: FieldSpec, isItem: boolean): string => {
  const nullable = (type: string) => (field.nullable ? `Nullable(${type})` : type)
  if (field.type === "boolean") return nullable("Bool")
  if (field.uuid) return nullable("UUID")
  if (field.type === "int" && !field.generalise.endsWith("-band")) {
    const max = field.range?.[1] ?? Number.POSITIVE_INFINITY
    return nullable(max < 256 ? "UInt8" : max < 65_536 ? "UInt16" : "UInt32")
  }
  return isItem ? nullable("String") : `LowCardinality(${nullable("String")})`
}

const comment = (field: FieldSpec) => `${field.privacy}; ${field.doc}`

/** Returns the columns of a field: none if it is never stored, two for a month, one per item field for a list of records. */
const columnsOf = (field: FieldSpec, isItem = false): ReadonlyArray<RawColumn> => {
  const { privacy } = field
  if (field.generalise === "pseudonymise" || field.generalise === "drop") return []
  if (field.generalise === "month")
    return [
      {
        name: `${field.column}Year`,
        type: field.nullable ? "Nullable(UInt16)" : "UInt16",
        comment: comment(field),
        privacy
      },
      { name: `${field.column}Month`, type: "Nullable(UInt8)", comment: comment(field), privacy }
    ]
  if (field.type === "record")
    return field.fields.flatMap((item) =>
      columnsOf(item, true).map((c) => ({ ...c, name: `${field.column}.${c.name}`, type: `Array(${c.type})` }))
    )
  const type = field.array ? `Array(${scalar(field, true)})` : scalar(field, isItem)
  return [{ name: field.column, type, comment: comment(field), privacy }]
}

const unique = (columns: ReadonlyArray<RawColumn>) => [...new Map(columns.map((c) => [c.name, c])).values()]

const contentOf = (schema: RecordSchema) =>
  unique(schema.fields.flatMap((field) => columnsOf(field))).filter((c) => !first.some((own) => own.name === c.name))

const tableOf = (schema: RecordSchema): RawTable => ({
  table: `corridor_raw.${schema.table}`,
  columns: [...first, ...contentOf(schema), ...last],
  content: contentOf(schema),
  // Different contents of one revision are refused. If two are stored nevertheless, the choice does not depend on their order.
  engine: "ReplacingMergeTree(content_hash)",
  orderBy: "(partner_id, record_id, revision)",
  // Deduplication by token needs a window. Old parts with erased persons must leave the disk soon. Smaller compression blocks take less memory
  // while a part is written or merged, because each of some forty streams has its own buffers. Compact parts have one file instead of some
  // sixty, which makes inserts and merges cheaper. Merges wait for some twenty parts, so rows of a backlog are merged once and not twice.
  settings: {
    non_replicated_deduplication_window: 10_000,
    old_parts_lifetime: 60,
    max_compress_block_size: 131_072,
    min_compress_block_size: 32_768,
    min_bytes_for_wide_part: 33_554_432,
    merge_selector_base: 30
  }
})

/** Returns the tables of all kinds of records. */
export const rawTables = (): ReadonlyArray<RawTable> => recordSchemas.map(tableOf)

/** Returns the table of a kind of record. */
export const rawTable = (kind: RecordKind): RawTable => tableOf(recordSchema(kind))
