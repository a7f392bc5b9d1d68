/** The Confluent wire format: a zero byte, the schema id in four bytes (big-endian), the Avro body. */

/** The offset of the body. */
export const bodyStart = 5

/** Maximum size of a message in bytes. Records are far smaller. */
export const maxMessageBytes = 65_536

/** Returns the schema id of the message in `bytes`; undefined if it has no valid header. */
export const schemaIdOf = (bytes: Uint8Array, from = 0, length = bytes.length): number | undefined =>
  length >= bodyStart && bytes[from] === 0
    ? (((bytes[from + 1] as number) << 24) |
        ((bytes[from + 2] as number) << 16) |
        ((bytes[from + 3] as number) << 8) |
        (bytes[from + 4] as number)) >>>
      0
    : undefined

/** Builds a message from a schema id and an Avro body. */
export const frame = (schemaId: number, body: Uint8Array): Uint8Array => {
  const message = new Uint8Array(bodyStart + body.length)
  new DataView(message.buffer).setUint32(1, schemaId)
  message.set(body, bodyStart)
  return message
}
