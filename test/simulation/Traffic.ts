/** The messages of a simulation, and what must be stored of them: computed from what was sent, without any code of the pipeline. */
import { createHmac } from "node:crypto"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import type { LogRecord } from "../../ports/LogBatch.ts"
import { recordSchema } from "../../schemas/RecordSchemas.ts"
import type { SeededRandom } from "../fault/SeededRandom.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { messageOf, testKeyBytes } from "../fixtures/messages.ts"
import type { SimulatedLog } from "./SimulatedLog.ts"

const kinds = ["route", "victim"] as const

/** A person, known to one partner. */
export interface Case {
  readonly partner: string
  /** The reference that the partner sends. */
  readonly reference: string
  /** The pseudonym that is stored. */
  readonly person: string
  isWithdrawn: boolean
}

const makeCase = (random: SeededRandom, partner: string): Case => {
  const reference = (random.uuid() + random.uuid()).replaceAll("-", "")
  const hex = createHmac("sha256", testKeyBytes).update(reference).digest("hex")
  return {
    partner,
    reference,
    person: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5"),
    isWithdrawn: false
  }
}

/** A message without its place, and the row that it must become; undefined if it must be refused. */
interface Message {
  readonly record: Omit<LogRecord, "offset" | "topic" | "partition">
  /** Undefined if the message cannot be read. */
  readonly recordId: string | undefined
  readonly row: string | undefined
  readonly of: Case
}

const make = (
  kind: (typeof kinds)[number] | "withdrawal",
  id: string,
  revision: number,
  of: Case,
  but = {}
): Message => {
  const record = goodRecord(kind, { recordId: id, revision, caseReference: of.reference, ...but })
  const { key, value, timestamp } = messageOf({ kind, record }, 0)
  return { record: { key, value, timestamp }, recordId: id, row: `${recordSchema(kind).table} ${id} ${revision}`, of }
}

/** A new record, a new revision of it, the same message again, a broken one, or one that the network has cut. */
const messages = (random: SeededRandom, cases: ReadonlyArray<Case>) => {
  const sent: Array<Message> = []
  return (): Message => {
    const what = random.next()
    if (what < 0.15 && sent.length > 0) return random.pick(sent)
    const [kind, id, of] = [random.pick(kinds), random.uuid(), random.pick(cases)]
    const good = make(kind, id, random.whole(0, 3), of)
    if (what < 0.22) return { ...make(kind, id, 0, of, { researchUseConsent: false }), row: undefined }
    if (what < 0.27) {
      const { value } = good.record
      return {
        ...good,
        record: { ...good.record, value: (value as Uint8Array).subarray(0, -random.whole(1, 20)) },
        recordId: undefined,
        row: undefined
      }
    }
    sent.push(good)
    return good
  }
}

/** A message in a topic. Its row stays if the person withdraws only if the message is the withdrawal itself. */
export interface SentMessage {
  /** Undefined if the message cannot be read. */
  readonly recordId: string | undefined
  /** `<topic>/<partition>/<offset>` */
  readonly address: string
  /** Topic, table, record and revision; undefined if it must be refused. */
  readonly row: string | undefined
  readonly of: Case
  readonly isWithdrawal: boolean
}

/** Returns functions that append a message to a random partition, and all messages so far. */
export const makeTraffic = (random: SeededRandom, log: SimulatedLog, partners: ReadonlyArray<string>) => {
  const sent: Array<SentMessage> = []
  const places = partners.flatMap((partner) => {
    const cases = Array.from({ length: random.whole(4, 12) }, () => makeCase(random, partner))
    return Array.from({ length: random.whole(1, 2) }, (_, partition) => ({
      cases,
      topic: topicOfPartner(partner),
      partition,
      next: messages(random, cases)
    }))
  })
  type Place = (typeof places)[number]
  const append = ({ topic, partition }: Place, { record, recordId, row, of }: Message, isWithdrawal: boolean) => {
    const { offset } = log.append({ ...record, topic, partition })
    const address = `${topic}/${partition}/${offset}`
    const message = { recordId, address, row: row === undefined ? undefined : `${topic} ${row}`, of, isWithdrawal }
    sent.push(message)
    return message
  }
  for (const place of places) append(place, place.next(), false)
  return {
    sent,
    cases: [...new Set(places.flatMap(({ cases }) => cases))],
    /** Sends a record, and returns its message. */
    send: (): SentMessage => {
      const place = random.pick(places)
      return append(place, place.next(), false)
    },
    /** Sends a withdrawal as a record, to any of the partner's partitions. */
    withdraw: (of: Case) => {
      const place = random.pick(places.filter(({ cases }) => cases.includes(of)))
      append(place, make("withdrawal", random.uuid(), 0, of), true)
    }
  }
}
