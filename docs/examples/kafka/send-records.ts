/**
 * Sends records directly to a partner's topic, from the partner's own system.
 *
 *     BROKERS=… USERNAME=… PASSWORD=… KEY=… TOPIC=… REGISTRY=… node docs/examples/kafka/send-records.ts
 *
 * BROKERS, USERNAME, PASSWORD, KEY and TOPIC are printed by `partner add`; REGISTRY is the address of the schema registry's
 * Confluent API (its path ends in `/apis/ccompat/v7`). With TLS=true the connection to the brokers uses TLS.
 */
import { createHmac } from "node:crypto"
import avro from "avsc"
import kafkajs from "kafkajs"

const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined || value === "") throw new Error(`set ${name}`)
  return value
}

const key = Buffer.from(setting("KEY"), "base64")
const hmac = (text: string) => createHmac("sha256", key).update(text).digest("hex")

/** Returns the first pseudonym, which replaces the case number: the number itself never leaves the partner. `caseNumber` is in canonical form (see README.md). */
const firstPseudonym = (caseNumber: string) => hmac(`case\0${caseNumber}`)

/** Returns the id of a record. A record that is sent twice is stored once; a correction has the same id and a higher revision. */
const recordId = (own: string) => {
  const hash = hmac(`record\0id\0route\0${own}`)
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join("-")
}

/** Returns the newest schema of a kind of record. The receiver registers schemas: never register your own. */
const newestSchema = async (subject: string) => {
  const answer = await fetch(`${setting("REGISTRY")}/subjects/${subject}/versions/latest`)
  if (!answer.ok) throw new Error(`the registry responds with ${answer.status}`)
  const { id, schema } = (await answer.json()) as { id: number; schema: string }
  return { id, type: avro.Type.forSchema(JSON.parse(schema) as avro.Schema) }
}

/** Confluent's wire format: a zero byte, the schema's id in four bytes, the Avro body. */
const framed = (id: number, body: Buffer) => {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(id, 1)
  return Buffer.concat([head, body])
}

const leg = (country: string, role: string, year: number) => ({
  country,
  region: null,
  role,
  year,
  month: null,
  transport: null,
  borderCrossing: null,
  flowMonitoringPoint: null,
  intended: false
})

const routes = [
  { own: "route-1", caseNumber: "EX-TS-1", from: "UKR", to: "RUS", year: 2004 },
  { own: "route-2", caseNumber: "EX-TS-2", from: "MDA", to: "TUR", year: 2005 }
]

const { id, type } = await newestSchema("corridor.RouteRecord")
const messages = routes.map(({ own, caseNumber, from, to, year }) => {
  const record = {
    recordId: recordId(own),
    revision: 0,
    caseReference: firstPseudonym(caseNumber),
    researchUseConsent: true,
    citizenship: [from],
    legs: [leg(from, "Origin", year), leg(to, "Destination", year)],
    movement: null
  }
  // The record's id is the message's key, so that corrections stay in order.
  return { key: record.recordId, value: framed(id, type.toBuffer(record)) }
})

const kafka = new kafkajs.Kafka({
  brokers: setting("BROKERS").split(","),
  ssl: process.env["TLS"] === "true",
  sasl: { mechanism: "scram-sha-512", username: setting("USERNAME"), password: setting("PASSWORD") },
  logLevel: kafkajs.logLevel.NOTHING
})
const producer = kafka.producer({ idempotent: true, allowAutoTopicCreation: false })
await producer.connect()
await producer.send({ topic: setting("TOPIC"), acks: -1, messages })
await producer.disconnect()
console.log(`${messages.length} records sent`)
