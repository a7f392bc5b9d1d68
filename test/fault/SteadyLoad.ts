/** Records that are sent continuously, a few at a time, while the pipeline is disturbed. */
import { setTimeout as sleep } from "node:timers/promises"
import { rounds } from "../fixtures/fullRun.ts"
import { type KnownRecord, makeRecords } from "./KnownRecords.ts"
import type { SeededRandom } from "./SeededRandom.ts"
import type { Sender } from "./Sender.ts"

export interface SteadyLoad {
  /** Everything sent, in the order of sending; grows. */
  readonly records: ReadonlyArray<KnownRecord>
  /** Stops sending; rejects if a send has failed permanently. */
  readonly stop: () => Promise<void>
}

export interface SteadyLoadOptions {
  /** Records of one send. */
  readonly count: number
  /** Milliseconds between sends. */
  readonly pause: number
}

/** Starts to send records numbered from `first`. Each send is a login, which takes the broker more time than its records. */
export const startLoad = (
  sender: Pick<Sender, "send">,
  random: SeededRandom,
  first: number,
  { count, pause }: SteadyLoadOptions = { count: rounds(250, 400), pause: rounds(400, 150) }
): SteadyLoad => {
  const records: Array<KnownRecord> = []
  let going = true
  const run = async () => {
    while (going) {
      const next = makeRecords(random, count, first + records.length)
      records.push(...next)
      await sender.send(next)
      await sleep(pause)
    }
  }
  const running = run()
  // `stop` reports the failure; until then it must not end the test's process.
  running.catch(() => {})
  return {
    records,
    stop: () => {
      going = false
      return running
    }
  }
}
