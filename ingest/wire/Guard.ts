/**
 * Checks an Avro body before it is decoded: every count and length must fit the remaining bytes.
 *
 * Without it, six bytes that claim a huge array make the decoder allocate gigabytes, and the decoder replaces invalid UTF-8 silently. The
 * guard reads each byte once, creates no objects and cannot read past the end.
 */
import { isUtf8 } from "node:buffer"
import type { ProblemCode } from "../../schemas/generated/types.ts"

/** The position of the walk. `problem` is set when a step returns false. */
interface Cursor {
  readonly bytes: Uint8Array
  readonly end: number
  at: number
  problem: ProblemCode | undefined
}

type Step = (cursor: Cursor) => boolean

/** A step of the walk, and the minimum number of bytes that it reads. */
interface Walker {
  readonly step: Step
  readonly least: number
}

type Schema = string | ReadonlyArray<unknown> | Readonly<Record<string, unknown>>

const fail = (cursor: Cursor, problem: ProblemCode): false => {
  cursor.problem = problem
  return false
}

/** Reads a zigzag number of at most `maxBytes`. Returns NaN if it is truncated or too long. */
const readNumber = (cursor: Cursor, maxBytes: number): number => {
  let value = 0
  let scale = 1
  for (let i = 0; i < maxBytes; i++) {
    if (cursor.at >= cursor.end) {
      cursor.problem = "avro-truncated"
      return Number.NaN
    }
    const byte = cursor.bytes[cursor.at++] as number
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    scale *= 128
  }
  cursor.problem = "avro-number"
  return Number.NaN
}

const int: Step = (cursor) => {
  const value = readNumber(cursor, 5)
  if (Number.isNaN(value)) return false
  return value >= -2_147_483_648 && value <= 2_147_483_647 ? true : fail(cursor, "avro-number")
}

const long: Step = (cursor) => !Number.isNaN(readNumber(cursor, 10))

const boolean: Step = (cursor) => {
  if (cursor.at >= cursor.end) return fail(cursor, "avro-truncated")
  return (cursor.bytes[cursor.at++] as number) <= 1 ? true : fail(cursor, "avro-boolean")
}

/** Returns whether the bytes are UTF-8. No view is created for short ASCII texts, which are by far the most common. */
const isText = (bytes: Uint8Array, from: number, to: number): boolean => {
  let all = 0
  for (let i = from; i < to; i++) all |= bytes[i] as number
  return all < 0x80 || isUtf8(bytes.subarray(from, to))
}

const text: Step = (cursor) => {
  const length = readNumber(cursor, 10)
  if (Number.isNaN(length)) return false
  if (length < 0 || length > cursor.end - cursor.at) return fail(cursor, "avro-length")
  const from = cursor.at
  cursor.at += length
  return isText(cursor.bytes, from, cursor.at) ? true : fail(cursor, "avro-text")
}

const array = (item: Walker): Step => {
  const least = Math.max(item.least, 1)
  return (cursor) => {
    for (;;) {
      let count = readNumber(cursor, 10)
      if (Number.isNaN(count)) return false
      if (count === 0) return true
      let blockEnd = -1
      if (count < 0) {
        count = -count
        const size = readNumber(cursor, 10)
        if (Number.isNaN(size)) return false
        if (size < 0 || size > cursor.end - cursor.at) return fail(cursor, "avro-length")
        blockEnd = cursor.at + size
      }
      if (count * least > cursor.end - cursor.at) return fail(cursor, "avro-length")
      for (let i = 0; i < count; i++) if (!item.step(cursor)) return false
      if (blockEnd >= 0 && cursor.at !== blockEnd) return fail(cursor, "avro-length")
    }
  }
}

const union =
  (branches: ReadonlyArray<Walker>): Step =>
  (cursor) => {
    const index = readNumber(cursor, 10)
    if (Number.isNaN(index)) return false
    const branch = branches[index]
    return branch === undefined ? fail(cursor, "avro-branch") : branch.step(cursor)
  }

const record =
  (fields: ReadonlyArray<Walker>): Step =>
  (cursor) => {
    for (const field of fields) if (!field.step(cursor)) return false
    return true
  }

const primitives: Readonly<Record<string, Walker>> = {
  null: { step: () => true, least: 0 },
  boolean: { step: boolean, least: 1 },
  int: { step: int, least: 1 },
  long: { step: long, least: 1 },
  string: { step: text, least: 1 }
}

const compile = (schema: Schema): Walker => {
  if (Array.isArray(schema)) {
    const branches = schema.map((branch) => compile(branch as Schema))
    return { step: union(branches), least: 1 + Math.min(...branches.map((branch) => branch.least)) }
  }
  if (typeof schema === "string") {
    const primitive = primitives[schema]
    // Floats, bytes, maps and enums are not used in record schemas: they would allow NaN and free content.
    if (primitive === undefined) throw new TypeError(`The guard does not support the Avro type ${schema}.`)
    return primitive
  }
  const { type, items, fields } = schema as Readonly<Record<string, unknown>>
  if (type === "array") return { step: array(compile(items as Schema)), least: 1 }
  if (type === "record") {
    const walkers = (fields as ReadonlyArray<{ type: Schema }>).map((field) => compile(field.type))
    return { step: record(walkers), least: walkers.reduce((sum, walker) => sum + walker.least, 0) }
  }
  return compile(type as Schema)
}

/** Returns the problem of the body in `bytes` from `from` to the end; undefined if it is exactly one record. */
export type Guard = (bytes: Uint8Array, from: number) => ProblemCode | undefined

/** Creates a guard for one of our own schemas, from its JSON text. Throws if the schema has a type that records do not use. */
export const makeGuard = (schema: string): Guard => {
  const { step } = compile(JSON.parse(schema) as Schema)
  return (bytes, from) => {
    const cursor: Cursor = { bytes, end: bytes.length, at: from, problem: undefined }
    if (!step(cursor)) return cursor.problem
    return cursor.at === cursor.end ? undefined : "avro-trailing"
  }
}
