/**
 * The record schemas: `avro/<Name>.v<N>.avsc`, the only place where a field is written.
 *
 * TypeScript types (`generated/records.ts`), ClickHouse columns (`RawTables.ts`), rules of single fields and the
 * reference page derive from the newest version of each. Older versions stay readable for good.
 */
import { avroTexts } from "./AvroTexts.ts"

/** How much a field says about a person. Nothing of class `direct` is ever stored. */
export type PrivacyClass = "direct" | "quasi" | "sensitive" | "open"

/** What is done to a value before it is stored. `month` cuts a date to year and month, `drop` checks a value and stores nothing. */
export type Generalisation =
  | "none"
  | "pseudonymise"
  | "age-band"
  | "count-band"
  | "month"
  | "first-level-region"
  | "drop"

/** Names of value shapes that are no code lists. */
export type PatternName = "partial-date" | "monitoring-point"

/** One field as the newest version of a schema has it. */
export interface FieldSpec {
  readonly name: string
  readonly doc: string
  readonly type: "string" | "int" | "boolean" | "record"
  readonly uuid: boolean
  readonly nullable: boolean
  readonly array: boolean
  /** True when a sender may leave the field out. */
  readonly optional: boolean
  readonly default: unknown
  readonly privacy: PrivacyClass
  readonly generalise: Generalisation
  /** Name of the stored column; for `month` the stem before `Year` and `Month`. */
  readonly column: string
  readonly codeList: string | undefined
  /** Name of the sibling field that holds the country of this region. */
  readonly within: string | undefined
  readonly pattern: PatternName | undefined
  readonly range: readonly [number, number] | undefined
  readonly maxLength: number | undefined
  readonly maxItems: number | undefined
  readonly htcds: string | undefined
  readonly ctdc: string | undefined
  /** Fields of the items, for an array of records. */
  readonly fields: ReadonlyArray<FieldSpec>
}

export interface SchemaVersion {
  readonly version: number
  /** The Avro schema as registered. */
  readonly text: string
}

/** The five kinds of records, by the word that files and commands use. */
export const recordKinds = ["victim", "route", "assistance", "proceeding", "withdrawal"] as const
export type RecordKind = (typeof recordKinds)[number]

export interface RecordSchema {
  readonly kind: RecordKind
  /** Name of the Avro record, such as `RouteRecord`. */
  readonly name: string
  /** Subject in the registry: the record's full name. */
  readonly subject: string
  readonly table: string
  readonly doc: string
  /** Oldest first; never empty. */
  readonly versions: ReadonlyArray<SchemaVersion>
  readonly fields: ReadonlyArray<FieldSpec>
}

type Json = Readonly<Record<string, unknown>>

const toField = (json: Json): FieldSpec => {
  const nullable = Array.isArray(json["type"])
  const inner = nullable ? (json["type"] as ReadonlyArray<unknown>)[1] : json["type"]
  const array = typeof inner === "object" && (inner as Json)["type"] === "array"
  const item = array ? (inner as Json)["items"] : inner
  const primitive = typeof item === "string" ? item : ((item as Json)["type"] as string)
  return {
    name: json["name"] as string,
    doc: json["doc"] as string,
    type: primitive as FieldSpec["type"],
    uuid: typeof item === "object" && (item as Json)["logicalType"] === "uuid",
    nullable,
    array,
    optional: "default" in json,
    default: json["default"],
    privacy: json["privacy"] as PrivacyClass,
    generalise: json["generalise"] as Generalisation,
    column: (json["column"] as string | undefined) ?? (json["name"] as string),
    codeList: json["codeList"] as string | undefined,
    within: json["within"] as string | undefined,
    pattern: json["pattern"] as PatternName | undefined,
    range: json["range"] as readonly [number, number] | undefined,
    maxLength: json["maxLength"] as number | undefined,
    maxItems: json["maxItems"] as number | undefined,
    htcds: json["htcds"] as string | undefined,
    ctdc: json["ctdc"] as string | undefined,
    fields: primitive === "record" ? ((item as Json)["fields"] as ReadonlyArray<Json>).map(toField) : []
  }
}

const nameOf = (kind: RecordKind) => `${kind[0]?.toUpperCase()}${kind.slice(1)}Record`

const load = (kind: RecordKind): RecordSchema => {
  const name = nameOf(kind)
  const versions = [...avroTexts]
    .map(([file, text]) => ({ match: new RegExp(`^${name}\\.v(\\d+)\\.avsc$`).exec(file), text }))
    .flatMap(({ match, text }) => (match === null ? [] : [{ version: Number(match[1]), text }]))
    .sort((a, b) => a.version - b.version)
  const newest = JSON.parse(versions.at(-1)?.text ?? "null") as Json
  return {
    kind,
    name,
    subject: `${newest["namespace"]}.${name}`,
    table: newest["table"] as string,
    doc: newest["doc"] as string,
    versions,
    fields: (newest["fields"] as ReadonlyArray<Json>).map(toField)
  }
}

/** All record schemas, read once. */
export const recordSchemas: ReadonlyArray<RecordSchema> = recordKinds.map(load)

/** The schema of a kind of record. */
export const recordSchema = (kind: RecordKind): RecordSchema => recordSchemas[recordKinds.indexOf(kind)] as RecordSchema
