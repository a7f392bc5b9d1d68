/** Confluent's wire format: a zero byte, the schema's id as four bytes (big-endian), the Avro body. */

/** Where the body begins. */
export const bodyStart = 5

/** The largest message that is looked at; a record of any of the schemas is far smaller. */
export const maxMessageBytes = 65_536

/** The schema id of the framed message that lies in `bytes`, or undefined when it is not framed. */
export const schemaIdOf = (bytes: Uint8Array, from = 0, length = bytes.length): number | undefined =>
  length >= bodyStart && bytes[from] === 0
    ? (((bytes[from + 1] as number) << 24) |
        ((bytes[from + 2] as number) << 16) |
        ((bytes[from + 3] as number) << 8) |
        (bytes[from + 4] as number)) >>>
      0
    : undefined

/** A message of a schema id and an Avro body. */
export const frame = (schemaId: number, body: Uint8Array): Uint8Array => {
  const message = new Uint8Array(bodyStart + body.length)
  new DataView(message.buffer).setUint32(1, schemaId)
  message.set(body, bodyStart)
  return message
}
