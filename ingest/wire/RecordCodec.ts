/** Encodes and decodes Avro bodies of records. This is the only file that uses the Avro library (avsc). */
import avro from "avsc"
import { type RecordKind, type RecordSchema, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { canonicalForm } from "./CanonicalForm.ts"
import { type Guard, makeGuard } from "./Guard.ts"

/** Decodes bodies that were written with one version of a schema as records of the newest version. */
export interface Reader {
  readonly kind: RecordKind
  readonly version: number
  /** The writer's schema, as JSON text. */
  readonly schema: string
  readonly guard: Guard
  /** Decodes the body that starts at `from`. Use it only for bytes that passed the guard. */
  readonly decode: (bytes: Uint8Array, from: number) => Readonly<Record<string, unknown>>
}

/** Encodes records of the newest version. */
export interface Writer {
  readonly kind: RecordKind
  /** Returns the Avro body of a record, which must be valid. */
  readonly encode: (record: object) => Uint8Array
}

const typeOf = (text: string) => avro.Type.forSchema(JSON.parse(text) as avro.Schema)

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const newestText = (schema: RecordSchema) => schema.versions.at(-1)?.text as string

const readersOf = (schema: RecordSchema): ReadonlyArray<readonly [string, Reader]> => {
  const newest = typeOf(newestText(schema))
  return schema.versions.map(({ version, text }) => {
    const resolver = newest.createResolver(typeOf(text))
    const reader: Reader = {
      kind: schema.kind,
      version,
      schema: text,
      guard: makeGuard(text),
      decode: (bytes, from) => newest.fromBuffer(asBuffer(bytes).subarray(from), resolver)
    }
    return [canonicalForm(text), reader] as const
  })
}

const readers = new Map(recordSchemas.flatMap(readersOf))

/**
 * Returns the reader of a schema from the registry; undefined if it is not one of ours. Only our own text of a schema is compiled, because
 * the library generates code from it.
 */
export const readerOf = (schemaText: string): Reader | undefined => {
  try {
    return readers.get(canonicalForm(schemaText))
  } catch {
    return undefined
  }
}

/** The writers of the newest versions, by kind. */
export const writers: ReadonlyMap<RecordKind, Writer> = new Map(
  recordSchemas.map((schema) => {
    const type = typeOf(newestText(schema))
    return [schema.kind, { kind: schema.kind, encode: (record) => type.toBuffer(record) }]
  })
)
