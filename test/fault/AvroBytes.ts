/**
 * Avro's binary encoding, written from its specification alone: a strict, slow reader, and a writer that uses unusual encodings that the
 * specification allows. Both share no code with the product.
 */
import type { SeededRandom } from "./SeededRandom.ts"

export type AvroSchema =
  | string
  | ReadonlyArray<AvroSchema>
  | { readonly type: AvroSchema; readonly items?: AvroSchema; readonly fields?: ReadonlyArray<AvroField> }
export interface AvroField {
  readonly name: string
  readonly type: AvroSchema
}

class Malformed extends Error {}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** The bytes from `at` to the end, read without trust. */
class Strict {
  private readonly bytes: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  private byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new Malformed("cut off")
    return byte
  }

  /** A zig-zag number of at most so many bytes. */
  private number(most: number): bigint {
    let value = 0n
    for (let i = 0; i < most; i++) {
      const byte = this.byte()
      value |= BigInt(byte & 0x7f) << BigInt(7 * i)
      if (byte < 0x80) return (value & 1n) === 0n ? value >> 1n : -((value + 1n) >> 1n)
    }
    throw new Malformed("a number without end")
  }

  private text(): string {
    const length = this.number(10)
    if (length < 0n || BigInt(this.at) + length > BigInt(this.bytes.length)) throw new Malformed("length")
    const from = this.at
    this.at += Number(length)
    try {
      return utf8.decode(this.bytes.subarray(from, this.at))
    } catch {
      throw new Malformed("no UTF-8")
    }
  }

  private array(items: AvroSchema): ReadonlyArray<unknown> {
    const found: Array<unknown> = []
    for (;;) {
      let count = this.number(10)
      if (count === 0n) return found
      let end: bigint | undefined
      if (count < 0n) {
        count = -count
        const size = this.number(10)
        end = BigInt(this.at) + size
        if (size < 0n) throw new Malformed("size")
      }
      // No item is empty, so the end of the bytes ends the loop, whatever count was claimed.
      for (let i = 0n; i < count; i++) found.push(this.read(items))
      if (end !== undefined && end !== BigInt(this.at)) throw new Malformed("size")
    }
  }

  read(schema: AvroSchema): unknown {
    if (Array.isArray(schema)) {
      const branch = this.number(10)
      const chosen = branch < 0n ? undefined : (schema as ReadonlyArray<AvroSchema>)[Number(branch)]
      if (chosen === undefined) throw new Malformed("branch")
      return this.read(chosen)
    }
    if (typeof schema === "string") {
      if (schema === "null") return null
      if (schema === "string") return this.text()
      if (schema === "boolean") {
        const byte = this.byte()
        if (byte > 1) throw new Malformed("boolean")
        return byte === 1
      }
      if (schema !== "int") throw new Error(`no type of the records: ${schema}`)
      const value = this.number(5)
      if (value < -(2n ** 31n) || value >= 2n ** 31n) throw new Malformed("int")
      return Number(value)
    }
    const { type, items, fields } = schema as Exclude<AvroSchema, string | ReadonlyArray<AvroSchema>>
    if (type === "array") return this.array(items as AvroSchema)
    if (type === "record") return Object.fromEntries((fields ?? []).map((field) => [field.name, this.read(field.type)]))
    return this.read(type)
  }

  isAtEnd(): boolean {
    return this.at === this.bytes.length
  }
}

/** The value in the bytes, or undefined if they are not exactly one value of the schema. */
export const readStrictly = (schema: AvroSchema, bytes: Uint8Array): { readonly value: unknown } | undefined => {
  const strict = new Strict(bytes)
  try {
    const value = strict.read(schema)
    return strict.isAtEnd() ? { value } : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** A zig-zag number, in more bytes than it needs if `extra` is given. */
export const varint = (value: bigint, extra = 0): ReadonlyArray<number> => {
  const bytes: Array<number> = []
  let rest = value >= 0n ? value * 2n : -value * 2n - 1n
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  bytes.push(Number(rest))
  for (let i = 0; i < extra; i++) {
    bytes[bytes.length - 1] = (bytes.at(-1) as number) | 128
    bytes.push(0)
  }
  return bytes
}

/** Writes a value in a way that the specification allows and no library uses: arrays in many blocks, numbers with extra bytes. */
export const writeOddly = (schema: AvroSchema, value: unknown, random: SeededRandom): ReadonlyArray<number> => {
  const odd = () => random.next() < 0.2
  const number = (n: number) => varint(BigInt(n), odd() ? random.whole(1, 2) : 0)
  const array = (items: AvroSchema, all: ReadonlyArray<unknown>): ReadonlyArray<number> => {
    const out: Array<number> = []
    for (let at = 0; at < all.length; ) {
      const block = all.slice(at, at + random.whole(1, 3))
      at += block.length
      const body = block.flatMap((item) => write(items, item))
      if (random.next() < 0.5) out.push(...number(block.length), ...body)
      else out.push(...number(-block.length), ...number(body.length), ...body)
    }
    return [...out, ...number(0)]
  }
  const write = (type: AvroSchema, given: unknown): ReadonlyArray<number> => {
    if (Array.isArray(type)) {
      const branch = given === null ? 0 : 1
      return [...number(branch), ...write((type as ReadonlyArray<AvroSchema>)[branch] as AvroSchema, given)]
    }
    if (type === "null") return []
    if (type === "boolean") return [given === true ? 1 : 0]
    if (type === "int") return number(given as number)
    if (type === "string") {
      const text = Buffer.from(given as string, "utf8")
      return [...number(text.length), ...text]
    }
    const made = type as Exclude<AvroSchema, string | ReadonlyArray<AvroSchema>>
    if (made.type === "array") return array(made.items as AvroSchema, given as ReadonlyArray<unknown>)
    if (made.type === "record")
      return (made.fields ?? []).flatMap((field) =>
        write(field.type, (given as Readonly<Record<string, unknown>>)[field.name])
      )
    return write(made.type, given)
  }
  return write(schema, value)
}
