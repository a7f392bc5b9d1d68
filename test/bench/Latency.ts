/**
 * From produce to visible row at a steady rate: `ingest` runs on, a producer sends every ten milliseconds, and a reader asks
 * the store over HTTP, again and again, up to which place each partition's rows are there.
 */
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Producer } from "kafkajs"
import type { Endpoints } from "../../infra/stack/Endpoints.ts"
import { writers } from "../../ingest/wire/RecordCodec.ts"
import { frame } from "../../ingest/wire/WireFormat.ts"
import { endStarted, start } from "../fault/Process.ts"
import { logAndRegistry } from "../fault/StackSettings.ts"
import { readJsonFile } from "../integration/cli.ts"
import { environment } from "./Candidates.ts"
import { kafkaOf } from "./Job.ts"
import { cpuSecondsOf } from "./Measure.ts"
import type { BenchOptions } from "./Options.ts"
import { publish, whole } from "./Report.ts"
import { openRig, topic } from "./Rig.ts"
import { partitionOf, partitions, routeMaker } from "./Routes.ts"
import { say } from "./Say.ts"
import { type Ask, storeReader } from "./StoreReader.ts"

/** Milliseconds between two sends. */
const beat = 10
/** Milliseconds between two looks of the reader: each costs the store some two milliseconds of the processors that are measured. */
const look = 25
/** Seconds of sending before anything is counted. */
const warmUp = 3

/** Seconds of reading while nothing is sent. */
const idle = 5

interface Sent {
  readonly partition: number
  readonly offset: number
  /** Before the send. */
  readonly at: number
}

interface Seen {
  readonly at: number
  /** The highest stored offset of each partition; -1 for none. */
  readonly upTo: ReadonlyArray<number>
}

/** What the store shows, moment by moment, until `isOver`. Cheap while nothing changes: the count needs no rows. */
const watch = async (ask: Ask, isOver: () => boolean): Promise<ReadonlyArray<Seen>> => {
  const seen: Array<Seen> = []
  let known = -1
  while (!isOver()) {
    const began = performance.now()
    const [{ n } = { n: 0 }] = await ask<{ n: number }>("SELECT count() AS n FROM corridor_raw.route_record")
    if (n !== known) {
      known = n
      const rows = await ask<{ p: number; o: number }>(
        "SELECT kafka_partition AS p, max(kafka_offset) AS o FROM corridor_raw.route_record GROUP BY p"
      )
      const upTo = Array.from({ length: partitions }, (_, p) => rows.find((row) => row.p === p)?.o ?? -1)
      seen.push({ at: performance.now(), upTo })
    }
    await sleep(Math.max(0, look - (performance.now() - began)))
  }
  return seen
}

/** Sends `rate` records a second for `seconds`, never waiting for an answer before the next beat. */
const sendSteadily = async (
  producer: Producer,
  next: () => { partition: number; key: string; value: Buffer; refused: boolean },
  rate: number,
  seconds: number
): Promise<ReadonlyArray<Sent>> => {
  const sending: Array<Promise<ReadonlyArray<Sent>>> = []
  const began = performance.now()
  let sent = 0
  while (sent < rate * seconds) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - began) / 1000) * rate))
    const at = performance.now()
    const made = Array.from({ length: due - sent }, next)
    sent = due
    if (made.length > 0)
      sending.push(
        producer
          .send({ topic, messages: made.map(({ refused: _, ...message }) => message), acks: -1 })
          .then((answers) => {
            const bases = new Map(answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]))
            return made.flatMap(({ partition, refused }) => {
              const offset = bases.get(partition) as number
              bases.set(partition, offset + 1)
              // A refused record becomes no row of this table.
              return refused ? [] : [{ partition, offset, at }]
            })
          })
      )
    await sleep(beat)
  }
  return (await Promise.all(sending)).flat()
}

const waitFor = async (what: string, isTrue: () => Promise<boolean>, seconds: number) => {
  for (let i = 0; i < seconds * 10; i++) {
    if (await isTrue()) return
    await sleep(100)
  }
  throw new Error(`not after ${seconds} s: ${what}`)
}

const quantile = (sorted: ReadonlyArray<number>, q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number

export const latency = async ({ rate, seconds, out }: BenchOptions): Promise<number> => {
  // As the launcher starts them.
  Object.assign(process.env, environment)
  const rig = await openRig()
  try {
    const data = rig.stackData
    await rig.makePartner(data, {})
    const settings = logAndRegistry(data)
    const access = {
      brokers: settings.CORRIDOR_KAFKA_BROKERS.split(","),
      username: settings.CORRIDOR_KAFKA_USERNAME,
      password: settings.CORRIDOR_KAFKA_PASSWORD
    }
    const producer = kafkaOf(access).producer({ allowAutoTopicCreation: false })
    await producer.connect()
    const make = routeMaker(1)
    const encode = writers.get("route")?.encode as (record: object) => Uint8Array
    let n = 0
    const next = () => {
      const { record, fault } = make()
      const value = Buffer.from(frame(rig.schemaId, encode(record)).buffer)
      return { partition: partitionOf(n++), key: record.recordId, value, refused: fault !== undefined }
    }
    const ask = storeReader(data)
    const stored = async () =>
      (await ask<{ n: number }>("SELECT count() AS n FROM corridor_raw.route_record"))[0]?.n ?? 0

    const ingest = start(["ingest"], { data })
    say("warming up …")
    const first = await sendSteadily(producer, next, rate, warmUp)
    await waitFor("the first records are there", async () => (await stored()) >= first.length, 120)

    say(`${rate} records a second for ${seconds} s …`)
    let over = false
    const watching = watch(ask, () => over)
    const { pid: up } = readJsonFile<Endpoints>(join(data, "endpoints.json"))
    const cpu = () => [cpuSecondsOf(ingest.pid), cpuSecondsOf(up)] as const
    const [before, began] = [cpu(), performance.now()]
    const sent = await sendSteadily(producer, next, rate, seconds)
    const [after, took] = [cpu(), (performance.now() - began) / 1000]
    await waitFor("all records are there", async () => (await stored()) >= first.length + sent.length, 120)
    // What the reader's questions and two idle processes cost, while nothing is sent.
    const [idleBefore, idleBegan] = [cpu(), performance.now()]
    await sleep(idle * 1000)
    const [idleAfter, idleTook] = [cpu(), (performance.now() - idleBegan) / 1000]
    over = true
    const seen = await watching
    await ingest.kill("SIGTERM")
    await producer.disconnect()

    const delays = sent
      .map(({ partition, offset, at }) => {
        const there = seen.find(({ upTo }) => (upTo[partition] ?? -1) >= offset)
        return there === undefined ? Number.POSITIVE_INFINITY : there.at - at
      })
      .sort((a, b) => a - b)
    const [p50, p90, p99, max] = [0.5, 0.9, 0.99, 1].map((q) => Math.round(quantile(delays, q))) as [
      number,
      number,
      number,
      number
    ]
    const ingestShare = (after[0] - before[0]) / took
    const storeShare = (after[1] - before[1]) / took
    const idleShare = (idleAfter[0] - idleBefore[0] + idleAfter[1] - idleBefore[1]) / idleTook
    publish(
      {
        name: `latency-${rate}`,
        title: `From produce to visible row at ${whole(rate)} records/s for ${seconds} s`,
        rows: [
          [
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "max ms",
            "cores, ingest",
            "cores, ingest and store",
            "the same, idle but read"
          ],
          [
            String(p50),
            String(p90),
            String(p99),
            String(max),
            ingestShare.toFixed(2),
            (ingestShare + storeShare).toFixed(2),
            idleShare.toFixed(2)
          ]
        ],
        notes: [
          `from before the producer sends to when an independent reader sees the row; it asks every ${look} ms by HTTP, which is in the delay`,
          `\`ingest\` as a process of its own, attached to \`up\`, which holds the store; the store's share has the reader's questions in it: the last column is both while nothing is sent`,
          `${whole(sent.length)} accepted records; the first ${warmUp} s are not counted`
        ],
        data: { rate, seconds, p50, p90, p99, max, ingestShare, storeShare, idleShare, records: sent.length }
      },
      out
    )
    return 0
  } finally {
    endStarted()
    await rig.close()
  }
}
