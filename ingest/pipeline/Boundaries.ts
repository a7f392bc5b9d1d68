/**
 * Cuts what was fetched of a partition into batches. Boundaries that were written down before a crash are used again
 * exactly; new ones are at most `batchSize` records and end before the next written one begins.
 */
import type { LogBatch } from "../../ports/LogBatch.ts"
import type { Plan } from "./Ledger.ts"

/** A batch that is ready, and whether its boundaries are in the ledger already. */
export interface Cut {
  readonly batch: LogBatch
  readonly planned: boolean
}

/** The records of one partition that are not loaded yet, in offset order. */
export class Boundaries {
  private buffer: LogBatch | undefined
  private plans: ReadonlyArray<Plan>
  private readonly batchSize: number

  constructor(plans: ReadonlyArray<Plan>, batchSize: number) {
    this.plans = plans
    this.batchSize = batchSize
  }

  /** Adds what a fetch brought. `highWatermark` is the offset after the partition's last record. */
  add(records: LogBatch, highWatermark: number): void {
    const kept = this.buffer
    const follows = kept !== undefined && kept.count > 0 && records.count > 0 && records.offset(0) > kept.lastOffset
    // A consumer that reconnected reads again from what was committed: then what is kept here comes once more.
    this.buffer = follows ? kept.concat(records) : records
    // A topic that was made anew, or whose old records have expired, cannot fill the old boundaries any more.
    this.plans = this.plans.filter((plan) => plan.lastOffset < highWatermark)
  }

  /** The next batch; undefined when there is nothing, or when written boundaries need records that are yet to be fetched. */
  next(): Cut | undefined {
    const buffer = this.buffer
    if (buffer === undefined || buffer.count === 0) return undefined
    const first = buffer.offset(0)
    this.plans = this.plans.filter((plan) => plan.firstOffset >= first)
    const [plan] = this.plans
    if (plan?.firstOffset === first) {
      if (buffer.lastOffset < plan.lastOffset) return undefined
      return { batch: this.take(buffer, buffer.countBefore(plan.lastOffset + 1)), planned: true }
    }
    const room = plan === undefined ? buffer.count : buffer.countBefore(plan.firstOffset)
    return { batch: this.take(buffer, Math.min(room, this.batchSize)), planned: false }
  }

  private take(buffer: LogBatch, count: number): LogBatch {
    this.buffer = count === buffer.count ? undefined : buffer.slice(count, buffer.count)
    return buffer.slice(0, count)
  }
}
