/** The expected result for any message: read by this folder's own strict reader, by avsc, and by the rules. */
import { createHmac } from "node:crypto"
import avro from "avsc"
import { canonicalReference } from "../../ingest/keys/CaseNumber.ts"
import { validate } from "../../ingest/rules/Validate.ts"
import { codesOf } from "../../schemas/CodeLists.ts"
import type { Problem } from "../../schemas/Problems.ts"
import { type RecordKind, recordSchema } from "../../schemas/RecordSchemas.ts"
import { type AvroSchema, readStrictly } from "./AvroBytes.ts"
import type { SchemaIds } from "./MutatedMessages.ts"

type Values = Readonly<Record<string, unknown>>

/** A message is refused for its problems (`malformed`: for any one problem of its bytes), or becomes a row. */
export type Expected =
  | { readonly problems: ReadonlyArray<Problem> }
  | { readonly malformed: true }
  | { readonly kind: RecordKind; readonly row: Values; readonly caseReference: string }

interface Message {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** Milliseconds since 1970. */
  readonly timestamp: number
}

interface Known {
  readonly kind: RecordKind
  readonly schema: AvroSchema
  readonly decode: (body: Buffer) => Values
}

const only = (code: Problem["code"]): Expected => ({ problems: [{ code, path: "" }] })

const ages = [8, 17, 20, 23, 26, 29, 38, 47]
const ageBand = (age: number) => {
  const i = ages.findIndex((last) => age <= last)
  if (i < 0) return "48+"
  return `${i === 0 ? 0 : (ages[i - 1] as number) + 1}--${ages[i]}`
}

interface FieldJson {
  readonly name: string
  readonly type: unknown
  readonly generalise: string
  readonly column?: string
}

/** Codes of regions that were replaced, or are finer than the first level: left to the unit tests of regions. */
const regions = new Set(codesOf("regions"))
const region = (code: string) => {
  const first = code.split("-").slice(0, 2).join("-")
  return regions.has(first) ? first : undefined
}

const coarse = (how: string, value: unknown): unknown => {
  if (value === null || value === undefined) return null
  if (how === "age-band") return ageBand(value as number)
  if (how === "count-band") return (value as number) > 2 ? "3+" : String(value)
  if (how === "first-level-region") return region(value as string)
  return value
}

const isList = (type: unknown): type is { items: { fields?: ReadonlyArray<FieldJson> } } =>
  typeof type === "object" && type !== null && "items" in type

/** The stored columns that derive from the record's fields. A column that is undefined here may have any value. */
const rowOf = (kind: RecordKind, record: Values): Values => {
  const { fields } = JSON.parse(recordSchema(kind).versions.at(-1)?.text ?? "") as { fields: ReadonlyArray<FieldJson> }
  const row: Record<string, unknown> = {}
  for (const { name, type, generalise, column = name } of fields) {
    const value = record[name]
    if (generalise === "pseudonymise" || generalise === "drop") continue
    if (generalise === "month") {
      const [year, month] = value === null ? [] : (value as string).split("-")
      row[`${column}Year`] = year === undefined ? null : Number(year)
      row[`${column}Month`] = month === undefined ? null : Number(month)
    } else if (isList(type) && type.items.fields !== undefined) {
      for (const item of type.items.fields)
        row[`${column}.${item.name}`] = (value as ReadonlyArray<Values>).map((leg) =>
          coarse(item.generalise, leg[item.name])
        )
    } else if (isList(type)) row[column] = [...new Set(value as ReadonlyArray<string>)].sort()
    else if (!(column in row) || value !== null) row[column] = coarse(generalise, value)
  }
  return { ...row, record_id: (record["recordId"] as string).toLowerCase() }
}

/** The pseudonym that a 32-byte key makes of a case reference. */
export const personOf = (key: Uint8Array, caseReference: string): string =>
  createHmac("sha256", key)
    .update(canonicalReference(caseReference), "utf8")
    .digest("hex")
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")

/** A reader of messages under these schema ids. */
export const expectedReading = (ids: SchemaIds): ((message: Message) => Expected) => {
  const known = new Map<number, Known>()
  for (const [kind, ofKind] of ids) {
    const { versions } = recordSchema(kind as RecordKind)
    const newest = avro.Type.forSchema(JSON.parse(versions.at(-1)?.text ?? "") as avro.Schema)
    ofKind.forEach((id, i) => {
      const schema = JSON.parse(versions[i]?.text ?? "") as AvroSchema
      const resolver = newest.createResolver(avro.Type.forSchema(schema as avro.Schema))
      const decode = (body: Buffer) => newest.fromBuffer(body, resolver) as Values
      known.set(id, { kind: kind as RecordKind, schema, decode })
    })
  }
  return ({ key, value, timestamp }) => {
    if (value === null || value.length === 0) return only("message-empty")
    if (value.length > 65_536) return only("message-too-large")
    if (value.length < 5 || value[0] !== 0) return only("message-not-framed")
    const bytes = Buffer.from(value)
    const found = known.get(bytes.readUInt32BE(1))
    if (found === undefined) return only("schema-unknown")
    const body = bytes.subarray(5)
    if (readStrictly(found.schema, body) === undefined) return { malformed: true }
    const record = JSON.parse(JSON.stringify(found.decode(body))) as Values
    const problems = validate(found.kind, record, timestamp)
    if (problems.length > 0) return { problems }
    const row = rowOf(found.kind, record)
    if (key === null || Buffer.from(key).toString("latin1").toLowerCase() !== row["record_id"])
      return only("key-mismatch")
    return { kind: found.kind, row, caseReference: record["caseReference"] as string }
  }
}

/** The columns in which a row differs from what is expected. */
export const wrongColumns = (expected: Values, row: Values): ReadonlyArray<string> =>
  Object.entries(expected)
    .filter(([column, value]) => {
      const known = Array.isArray(value) ? !value.includes(undefined) : value !== undefined
      return known && JSON.stringify(value) !== JSON.stringify(row[column])
    })
    .map(([column]) => column)
