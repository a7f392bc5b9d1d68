/** Confluent's wire format: a zero byte, the schema's id as four bytes (big-endian), the Avro body. */

/** Where the body begins. */
export const bodyStart = 5

/** The largest message that is looked at; a record of any of the schemas is far smaller. */
export const maxMessageBytes = 65_536

/** The schema id of a framed message, or undefined when it is not framed. */
export const schemaIdOf = (message: Uint8Array): number | undefined =>
  message.length >= bodyStart && message[0] === 0
    ? (((message[1] as number) << 24) |
        ((message[2] as number) << 16) |
        ((message[3] as number) << 8) |
        (message[4] as number)) >>>
      0
    : undefined

/** A message of a schema id and an Avro body. */
export const frame = (schemaId: number, body: Uint8Array): Uint8Array => {
  const message = new Uint8Array(bodyStart + body.length)
  new DataView(message.buffer).setUint32(1, schemaId)
  message.set(body, bodyStart)
  return message
}
