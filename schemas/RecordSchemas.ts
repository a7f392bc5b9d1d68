/**
 * The record schemas (`avro/<Name>.v<N>.avsc`), the only definition of a field.
 *
 * TypeScript types (`generated/types.ts`), ClickHouse tables (`RawTables.ts`), templates, the rules of single fields and the reference
 * page derive from the newest version of each. Older versions remain readable.
 */
import { avroTexts } from "./AvroTexts.ts"
import { readCodeList } from "./CodeLists.ts"
import type { Records } from "./generated/types.ts"
import type { Language } from "./Languages.ts"

/** How much a field reveals about a person. A field of class `direct` is never stored. */
export type PrivacyClass = "direct" | "quasi" | "sensitive" | "open"

/** How a value is generalised before it is stored. `month` keeps year and month of a date; `drop` checks the value and stores nothing. */
type Generalisation = "none" | "pseudonymise" | "age-band" | "count-band" | "month" | "first-level-region" | "drop"

/** Formats of texts that are not codes. */
type PatternName = "partial-date" | "monitoring-point"

/** A field of the newest version of a schema. */
export interface FieldSpec {
  readonly name: string
  readonly doc: string
  readonly type: "string" | "int" | "boolean" | "record"
  readonly uuid: boolean
  readonly nullable: boolean
  readonly array: boolean
  /** True if a sender may leave the field out. */
  readonly optional: boolean
  readonly default: unknown
  readonly privacy: PrivacyClass
  readonly generalise: Generalisation
  /** Name of the stored column; for `month`, the prefix of `Year` and `Month`. */
  readonly column: string
  readonly codeList: string | undefined
  /** Name of the sibling field with the country of this region. */
  readonly within: string | undefined
  readonly pattern: PatternName | undefined
  readonly range: readonly [number, number] | undefined
  readonly maxLength: number | undefined
  readonly maxItems: number | undefined
  readonly htcds: string | undefined
  readonly ctdc: string | undefined
  /** The fields of the items of an array of records. */
  readonly fields: ReadonlyArray<FieldSpec>
}

interface SchemaVersion {
  readonly version: number
  /** The registered Avro schema. */
  readonly text: string
}

/** A kind of record, by its name in files and commands. */
export type RecordKind = keyof Records

const kindRows = readCodeList("record-kinds")

/** All kinds of records, in the order in which users see them (`codelists/record-kinds.csv`). */
export const recordKinds: ReadonlyArray<RecordKind> = kindRows.map((row) => row["code"] as RecordKind)

/** Returns the name of a kind of record in a language, in the plural. */
export const recordKindLabel = (kind: RecordKind, language: Language): string =>
  kindRows[recordKinds.indexOf(kind)]?.[language] ?? kind

export interface RecordSchema {
  readonly kind: RecordKind
  /** The name of the Avro record, such as `RouteRecord`. */
  readonly name: string
  /** The subject in the registry: the record's full name. */
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

/** Returns the name of a kind's Avro record: `victim` gives `VictimRecord`. */
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

export const recordSchemas: ReadonlyArray<RecordSchema> = recordKinds.map(load)

/** Returns the newest version of a kind's schema. */
export const recordSchema = (kind: RecordKind): RecordSchema => recordSchemas[recordKinds.indexOf(kind)] as RecordSchema

/** Returns the field with the legs of a route; undefined for a kind without legs. */
export const legsField = (kind: RecordKind): FieldSpec | undefined =>
  recordSchema(kind).fields.find(({ name }) => name === "legs")

/** Returns the names of the code lists of fields and of the fields within them, with repetitions. */
export const codeListsOf = (fields: ReadonlyArray<FieldSpec>): ReadonlyArray<string> =>
  fields.flatMap(({ codeList, fields: inner }) => [
    ...(codeList === undefined ? [] : [codeList]),
    ...codeListsOf(inner)
  ])
