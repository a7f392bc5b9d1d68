/** Records that are sent all along, a few at a time, while something else happens to the pipeline. */
import { setTimeout as sleep } from "node:timers/promises"
import { type KnownRecord, makeRecords } from "./KnownRecords.ts"
import type { SeededRandom } from "./SeededRandom.ts"
import type { Sender } from "./Sender.ts"

export interface SteadyLoad {
  /** All that is sent, in the order of sending; grows. */
  readonly records: ReadonlyArray<KnownRecord>
  /** Ends the sending; rejects when a send has failed for good. */
  readonly stop: () => Promise<void>
}

export interface SteadyLoadOptions {
  /** Records of one send. */
  readonly count: number
  /** Milliseconds between sends. */
  readonly pause: number
}

/** Begins to send records numbered from `first` on. */
export const startLoad = (
  sender: Pick<Sender, "send">,
  random: SeededRandom,
  first: number,
  { count, pause }: SteadyLoadOptions = { count: 400, pause: 150 }
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
  // The failure is told by `stop`; until then it must not end the test's process.
  running.catch(() => {})
  return {
    records,
    stop: () => {
      going = false
      return running
    }
  }
}
