/**
 * Sets SCRAM credentials over Kafka's protocol.
 *
 * kafkajs does not support AlterUserScramCredentials (KIP-554, API key 51), so the request is encoded here and sent over a broker connection
 * of kafkajs, like its own AlterPartitionReassignments. The alternative, Kafka's `kafka-configs` tool, starts a JVM for each identity and
 * needs the password in a file. The request contains the salted password, never the password (RFC 5802).
 */
import { pbkdf2, randomBytes } from "node:crypto"
import { promisify } from "node:util"
import type { Kafka } from "kafkajs"
import { withCluster } from "./KafkaCluster.ts"
import { attempt, retryTransient } from "./KafkaFailure.ts"
import { createErrorFromCode, Decoder, Encoder, failure } from "./kafkajs/Protocol.ts"

const apiKey = 51
/** Kafka's number for SCRAM-SHA-512. */
const scramSha512 = 2
/** Removing credentials that do not exist is not an error. */
const resourceNotFound = 91
/** RFC 7677 requires at least 4096. Passwords are 192 random bits, so more is not needed. */
const iterations = 4096

/** Returns the count of tagged fields that ends a flexible request header, struct or array element: zero. */
const noTags = (encoder: Encoder) => encoder.writeUVarIntBytes()

/** Encodes a compact array of structs: length + 1, then the items. */
const compactArray = (encoder: Encoder, items: ReadonlyArray<Encoder>) => {
  encoder.writeUVarInt(items.length + 1)
  for (const item of items) encoder.writeEncoder(item)
}

interface Change {
  readonly deletions: ReadonlyArray<Encoder>
  readonly upsertions: ReadonlyArray<Encoder>
}

/**
 * AlterUserScramCredentials Request (Version: 0) => [deletions] [upsertions] TAG_BUFFER
 *   deletions => name:COMPACT_STRING mechanism:INT8 TAG_BUFFER
 *   upsertions => name:COMPACT_STRING mechanism:INT8 iterations:INT32 salt:COMPACT_BYTES salted_password:COMPACT_BYTES TAG_BUFFER
 */
const request = (change: Change) => ({
  apiKey,
  apiVersion: 0,
  apiName: "AlterUserScramCredentials",
  encode: async () => {
    const encoder = new Encoder()
    noTags(encoder)
    compactArray(encoder, change.deletions)
    compactArray(encoder, change.upsertions)
    noTags(encoder)
    return encoder
  }
})

/** Response => throttle_time_ms:INT32 [results] TAG_BUFFER; results => user:COMPACT_STRING error_code:INT16 error_message:COMPACT_NULLABLE_STRING TAG_BUFFER */
const response = {
  decode: async (raw: Buffer) => {
    const decoder = new Decoder(raw)
    decoder.readTaggedFields()
    decoder.readInt32()
    return decoder.readUVarIntArray((item) => {
      item.readUVarIntString()
      const errorCode = item.readInt16()
      item.readUVarIntString()
      item.readTaggedFields()
      return { errorCode }
    })
  },
  parse: async (results: ReadonlyArray<{ readonly errorCode: number }>) => {
    for (const { errorCode } of results)
      if (failure(errorCode) && errorCode !== resourceNotFound) throw createErrorFromCode(errorCode)
    return results
  }
}

const upsertion = async (username: string, password: string) => {
  const salt = randomBytes(24)
  const salted = await promisify(pbkdf2)(password, salt, iterations, 64, "sha512")
  const encoder = new Encoder().writeUVarIntString(username).writeInt8(scramSha512).writeInt32(iterations)
  encoder.writeUVarIntBytes(salt)
  encoder.writeUVarIntBytes(salted)
  noTags(encoder)
  return encoder
}

const deletion = (username: string) => {
  const encoder = new Encoder().writeUVarIntString(username).writeInt8(scramSha512)
  noTags(encoder)
  return encoder
}

const alter = (kafka: Kafka, change: Change) =>
  withCluster(kafka, async (cluster) => {
    const broker = await cluster.findControllerBroker()
    await broker.connectionPool.send({ request: request(change), response })
  })

/** Sets (or replaces) the SCRAM-SHA-512 credentials of `username`. */
export const setScramPassword = (kafka: Kafka, username: string, password: string) =>
  attempt("set credentials", async () =>
    alter(kafka, { deletions: [], upsertions: [await upsertion(username, password)] })
  ).pipe(retryTransient)

/** Removes a user's credentials, so that it cannot sign in again. Repeated after transient errors. */
export const removeScramPassword = (kafka: Kafka, username: string) =>
  attempt("remove credentials", () => alter(kafka, { deletions: [deletion(username)], upsertions: [] })).pipe(
    retryTransient
  )
