/** The messages of a simulation, and what must be stored of them: computed from what was sent, without any code of the pipeline. */
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import type { LogRecord } from "../../ports/LogBatch.ts"
import { recordSchema } from "../../schemas/RecordSchemas.ts"
import type { SeededRandom } from "../fault/SeededRandom.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { messageOf } from "../fixtures/messages.ts"
import type { SimulatedLog } from "./SimulatedLog.ts"

const kinds = ["route", "victim"] as const

/** A message without its offset, and the row that it must become; undefined if it must be refused. */
interface Message {
  readonly record: Omit<LogRecord, "offset" | "topic" | "partition">
  readonly row: string | undefined
}

/** A new record, a new revision of it, the same message again, a broken one, or one that the network has cut. */
const messages = (random: SeededRandom) => {
  const sent: Array<Message> = []
  const make = (kind: (typeof kinds)[number], id: string, revision: number, but: object = {}): Message => {
    const { key, value, timestamp } = messageOf(
      { kind, record: goodRecord(kind, { recordId: id, revision, ...but }) },
      0
    )
    const { table } = recordSchema(kind)
    return { record: { key, value, timestamp }, row: `${table} ${id} ${revision}` }
  }
  return (): Message => {
    const what = random.next()
    if (what < 0.15 && sent.length > 0) return random.pick(sent)
    const [kind, id] = [random.pick(kinds), random.uuid()]
    const good = make(kind, id, random.whole(0, 3))
    if (what < 0.22) return { ...make(kind, id, 0, { researchUseConsent: false }), row: undefined }
    if (what < 0.27) {
      const { value } = good.record
      return {
        record: { ...good.record, value: (value as Uint8Array).subarray(0, -random.whole(1, 20)) },
        row: undefined
      }
    }
    sent.push(good)
    return good
  }
}

/** What the tables must contain: names of rows, and addresses of refused messages. */
export interface Expected {
  readonly rows: Set<string>
  readonly refused: Set<string>
  sent: number
}

/** Returns a function that appends a message to a random partition, and what must be stored of all messages so far. */
export const makeTraffic = (random: SeededRandom, log: SimulatedLog, partners: ReadonlyArray<string>) => {
  const expected: Expected = { rows: new Set(), refused: new Set(), sent: 0 }
  const places = partners.flatMap((partner) =>
    Array.from({ length: random.whole(1, 2) }, (_, partition) => ({
      topic: topicOfPartner(partner),
      partition,
      next: messages(random)
    }))
  )
  const sendTo = ({ topic, partition, next }: (typeof places)[number]) => {
    const { record, row } = next()
    const { offset } = log.append({ ...record, topic, partition })
    expected.sent += 1
    if (row === undefined) expected.refused.add(`${topic}/${partition}/${offset}`)
    else expected.rows.add(`${topic} ${row}`)
  }
  for (const place of places) sendTo(place)
  return { expected, send: () => sendTo(random.pick(places)) }
}
