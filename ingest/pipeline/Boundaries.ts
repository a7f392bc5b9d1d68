/**
 * Cuts what was fetched of a partition into batches. Boundaries that were written down before a crash are used again
 * exactly; new ones are at most `batchSize` records and end before the next written one begins.
 */
import type { LogRecord } from "../../ports/EventLog.ts"
import type { Plan } from "./Ledger.ts"

/** A batch that is ready, and whether its boundaries are in the ledger already. */
export interface Cut {
  readonly batch: ReadonlyArray<LogRecord>
  readonly planned: boolean
}

/** The records of one partition that are not loaded yet, in offset order. */
export class Boundaries {
  private buffer: ReadonlyArray<LogRecord> = []
  private plans: ReadonlyArray<Plan>
  private readonly batchSize: number

  constructor(plans: ReadonlyArray<Plan>, batchSize: number) {
    this.plans = plans
    this.batchSize = batchSize
  }

  /** Adds what a fetch brought. `highWatermark` is the offset after the partition's last record. */
  add(records: ReadonlyArray<LogRecord>, highWatermark: number): void {
    const last = this.buffer.at(-1)
    const follows = last !== undefined && (records[0]?.offset ?? 0) > last.offset
    // A consumer that reconnected reads again from what was committed: then what is kept here comes once more.
    this.buffer = follows ? [...this.buffer, ...records] : records
    // A topic that was made anew, or whose old records have expired, cannot fill the old boundaries any more.
    this.plans = this.plans.filter((plan) => plan.lastOffset < highWatermark)
  }

  /** The next batch; undefined when there is nothing, or when written boundaries need records that are yet to be fetched. */
  next(): Cut | undefined {
    const first = this.buffer[0]
    if (first === undefined) return undefined
    this.plans = this.plans.filter((plan) => plan.firstOffset >= first.offset)
    const plan = this.plans[0]
    if (plan?.firstOffset === first.offset) {
      const last = this.buffer.findIndex((record) => record.offset >= plan.lastOffset)
      if (last < 0) return undefined
      return { batch: this.take(this.buffer[last]?.offset === plan.lastOffset ? last + 1 : last), planned: true }
    }
    const limit = plan?.firstOffset ?? Number.POSITIVE_INFINITY
    const room = this.buffer.findIndex((record, i) => i >= this.batchSize || record.offset >= limit)
    return { batch: this.take(room < 0 ? this.buffer.length : room), planned: false }
  }

  private take(count: number): ReadonlyArray<LogRecord> {
    const batch = this.buffer.slice(0, count)
    this.buffer = this.buffer.slice(count)
    return batch
  }
}
