/**
 * Cuts the fetched records of one partition into batches. Boundaries that the ledger holds from before a crash are used again exactly.
 * New batches have at most `batchSize` records and end before the next planned batch begins.
 *
 * A batch has only new records, or only records that were in a batch before. Otherwise a batch could begin before the committed offset and
 * end after it: its next owner could not use its boundaries again.
 */
import { LogBatch } from "../../ports/LogBatch.ts"
import type { PartitionPlans, Plan } from "./Ledger.ts"

export interface CutBatch {
  readonly batch: LogBatch
  readonly plan: Plan | undefined
  /** True if no earlier batch has any of its records: none of them can be in the store or in an insert in progress. */
  readonly isNew: boolean
}

/** The records of one partition that are not loaded yet, in offset order. */
export class Boundaries {
  /** The fetched runs of records that are not in a batch yet. */
  private parts: Array<LogBatch> = []
  private highWatermark = 0
  private plans: ReadonlyArray<Plan>
  /** Batches, planned by earlier owners or cut here, reach up to this offset: records up to it may be in the store. */
  private upTo: number
  private readonly batchSize: number
  private readonly memoryShare: () => number
  /** The number of records that the next batch waits for. */
  private enough: number

  /**
   * `firstBatch` is the size of the first batch. It differs between partitions: if their batches filled up at the same moments, all of
   * them would wait in memory for each other. `memoryShare` returns the bytes that a new batch may take now.
   */
  constructor(
    { open, upTo }: PartitionPlans,
    batchSize: number,
    firstBatch = batchSize,
    memoryShare: () => number = () => Number.POSITIVE_INFINITY
  ) {
    this.plans = open
    this.upTo = upTo
    this.batchSize = batchSize
    this.memoryShare = memoryShare
    this.enough = Math.min(firstBatch, batchSize)
  }

  /** Adds fetched records. `highWatermark` is the offset after the partition's last record. */
  add(records: LogBatch, highWatermark: number): void {
    const last = this.parts.at(-1)
    const follows = last !== undefined && records.count > 0 && records.offset(0) > last.lastOffset
    // A consumer that reconnected reads again from the committed offset: it fetches the records in memory once more.
    if (!follows) this.parts = []
    if (records.count > 0) this.parts.push(records)
    this.highWatermark = highWatermark
    // If the topic was created again, or old records have expired, the log can no longer fill the old boundaries.
    this.plans = this.plans.filter((plan) => plan.lastOffset < highWatermark)
  }

  /** Returns whether `next` would return a batch now. */
  isReady(isLate = false): boolean {
    return this.due(isLate) !== undefined
  }

  /**
   * Returns the next batch, with its plan if the ledger holds one, and whether all of its records are new. Returns undefined when there are no records, when a plan needs
   * records that are not fetched yet, or when the log has more records and a larger batch is worth waiting for (unless `isLate`).
   */
  next(isLate = false): CutBatch | undefined {
    const due = this.due(isLate)
    if (due === undefined) return undefined
    const { before, most, plan } = due
    if (plan === undefined) this.enough = this.batchSize
    const batch = this.takeBefore(before, most)
    const isNew = batch.offset(0) > this.upTo
    this.upTo = Math.max(this.upTo, batch.lastOffset)
    return { batch, plan, isNew }
  }

  /** Returns the records that the next batch takes: those before an offset, up to a maximum number. */
  private due(isLate: boolean) {
    const [first, last] = [this.parts[0], this.parts.at(-1)]
    if (first === undefined || last === undefined) return undefined
    const from = first.offset(0)
    this.plans = this.plans.filter((plan) => plan.firstOffset >= from)
    const [plan] = this.plans
    if (plan?.firstOffset === from)
      return last.lastOffset < plan.lastOffset
        ? undefined
        : { before: plan.lastOffset + 1, most: Number.POSITIVE_INFINITY, plan }
    const firstNew = from > this.upTo ? Number.POSITIVE_INFINITY : this.upTo + 1
    const before = Math.min(firstNew, plan?.firstOffset ?? Number.POSITIVE_INFINITY)
    const isAll = last.lastOffset + 1 >= Math.min(this.highWatermark, before)
    const { most } = this
    if (!isAll && !isLate && this.count < Math.min(this.enough, most)) return undefined
    return { before, most, plan: undefined }
  }

  /** The maximum size of a new batch, from the memory share and the size of the records here. */
  get most(): number {
    const { count, heldBytes } = this
    return count === 0
      ? this.batchSize
      : Math.max(1, Math.min(this.batchSize, Math.floor((this.memoryShare() / heldBytes) * count)))
  }

  /** Number of records that are not in a batch yet. */
  get count(): number {
    return this.parts.reduce((sum, part) => sum + part.count, 0)
  }

  /** Bytes of memory that these records take. */
  get heldBytes(): number {
    return this.parts.reduce((sum, part) => sum + part.heldBytes, 0)
  }

  private takeBefore(offset: number, most: number): LogBatch {
    const taken: Array<LogBatch> = []
    let room = most
    for (let part = this.parts.shift(); part !== undefined; part = this.parts.shift()) {
      const count = Math.min(room, part.countBefore(offset))
      taken.push(part.slice(0, count))
      room -= count
      if (count === part.count) continue
      this.parts.unshift(part.slice(count, part.count))
      break
    }
    return LogBatch.concat(taken)
  }
}
