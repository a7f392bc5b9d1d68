/** Avro bodies of records: the only file that knows the Avro library (avsc). */
import avro from "avsc"
import { type RecordKind, type RecordSchema, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { canonicalForm } from "./CanonicalForm.ts"
import { type Guard, makeGuard } from "./Guard.ts"

/** Reads bodies written with one version of a schema as records of the newest version. */
export interface Reader {
  readonly kind: RecordKind
  readonly version: number
  /** The writer's schema as JSON text. */
  readonly schema: string
  readonly guard: Guard
  /** The record in the body that begins at `from`. Only for bytes that passed the guard. */
  readonly decode: (bytes: Uint8Array, from: number) => Readonly<Record<string, unknown>>
}

/** Writes records of the newest version. */
export interface Writer {
  readonly kind: RecordKind
  /** The Avro body. The record must be valid: its shape is checked before. */
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
 * The reader of a schema that the registry gave, or undefined when it is none of ours.
 * Only our own text of a schema is ever compiled, because the library compiles by making code.
 */
export const readerOf = (schemaText: string): Reader | undefined => {
  try {
    return readers.get(canonicalForm(schemaText))
  } catch {
    return undefined
  }
}

/** The writer of the newest version of each kind. */
export const writers: ReadonlyMap<RecordKind, Writer> = new Map(
  recordSchemas.map((schema) => {
    const type = typeOf(newestText(schema))
    return [schema.kind, { kind: schema.kind, encode: (record) => type.toBuffer(record) }]
  })
)
