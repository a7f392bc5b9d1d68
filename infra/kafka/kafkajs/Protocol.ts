/** What kafkajs encodes requests and decodes responses with, for requests that it does not offer. */
import { internal } from "./internals.ts"

export interface Encoder {
  writeInt8(value: number): Encoder
  writeInt32(value: number): Encoder
  writeUVarInt(value: number): Encoder
  writeUVarIntString(text: string): Encoder
  /** Without bytes it writes a zero. */
  writeUVarIntBytes(bytes?: Buffer): Encoder
  writeEncoder(other: Encoder): Encoder
}

export interface Decoder {
  readInt16(): number
  readInt32(): number
  readInt64(): unknown
  readString(): string | null
  readBytes(length: number): Buffer
  readTaggedFields(): unknown
  readUVarIntString(): string | null
  readUVarIntArray<Item>(read: (item: Decoder) => Item): ReadonlyArray<Item>
}

export const Encoder = internal<new () => Encoder>("protocol/encoder")
export const Decoder = internal<new (response: Buffer) => Decoder>("protocol/decoder")
export const { createErrorFromCode, failure } = internal<{
  createErrorFromCode(code: number): Error
  /** Returns whether a response's code says that it failed. */
  failure(code: number): boolean
}>("protocol/error")
