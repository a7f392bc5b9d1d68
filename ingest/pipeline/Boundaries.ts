/**
 * Cuts what was fetched of a partition into batches. Boundaries that were written down before a crash are used again
 * exactly; new ones are at most `batchSize` records and end before the next written one begins.
 */
import { LogBatch } from "../../ports/LogBatch.ts"
import type { Planned } from "./Ledger.ts"

/** A batch that is ready, and what the ledger says of it where its boundaries are there already. */
export interface Cut {
  readonly batch: LogBatch
  readonly planned: Planned | undefined
}

/** The records of one partition that are not loaded yet, in offset order. */
export class Boundaries {
  /** What fetches brought, side by side until a batch is cut from it. */
  private parts: Array<LogBatch> = []
  private highWatermark = 0
  private plans: ReadonlyArray<Planned>
  private readonly batchSize: number
  private readonly room: () => number
  /** Records that the next batch waits for. */
  private enough: number

  /**
   * `firstBatch`: records of the first batch. Partitions are read side by side; were their batches full at the same moments, all of
   * them would wait in memory for each other. `room`: bytes that a new batch may take, as things are.
   */
  constructor(
    plans: ReadonlyArray<Planned>,
    batchSize: number,
    firstBatch = batchSize,
    room: () => number = () => Number.POSITIVE_INFINITY
  ) {
    this.plans = plans
    this.batchSize = batchSize
    this.room = room
    this.enough = Math.min(firstBatch, batchSize)
  }

  /** Adds what a fetch brought. `highWatermark` is the offset after the partition's last record. */
  add(records: LogBatch, highWatermark: number): void {
    const last = this.parts.at(-1)
    const follows = last !== undefined && records.count > 0 && records.offset(0) > last.lastOffset
    // A consumer that reconnected reads again from what was committed: then what is kept here comes once more.
    if (!follows) this.parts = []
    if (records.count > 0) this.parts.push(records)
    this.highWatermark = highWatermark
    // A topic that was made anew, or whose old records have expired, cannot fill the old boundaries any more.
    this.plans = this.plans.filter((plan) => plan.lastOffset < highWatermark)
  }

  /** Whether `next` would answer a batch now. */
  isReady(isLate = false): boolean {
    return this.due(isLate) !== undefined
  }

  /**
   * The next batch; undefined when there is nothing, when written boundaries need records that are yet to be fetched, or when
   * the log has more and a larger batch, which costs little more than a small one, can be waited for: not if `isLate`.
   */
  next(isLate = false): Cut | undefined {
    const due = this.due(isLate)
    if (due === undefined) return undefined
    const { before, most, planned } = due
    if (planned === undefined) this.enough = this.batchSize
    return { batch: this.takeBefore(before, most), planned }
  }

  /** What the next batch takes: the records before an offset, and so many at most. */
  private due(isLate: boolean) {
    const [first, last] = [this.parts[0], this.parts.at(-1)]
    if (first === undefined || last === undefined) return undefined
    const from = first.offset(0)
    this.plans = this.plans.filter((plan) => plan.firstOffset >= from)
    const [plan] = this.plans
    if (plan?.firstOffset === from)
      return last.lastOffset < plan.lastOffset
        ? undefined
        : { before: plan.lastOffset + 1, most: Number.POSITIVE_INFINITY, planned: plan }
    const before = plan?.firstOffset ?? Number.POSITIVE_INFINITY
    const isAll = last.lastOffset + 1 >= Math.min(this.highWatermark, before)
    const { most } = this
    if (!isAll && !isLate && this.count < Math.min(this.enough, most)) return undefined
    return { before, most, planned: undefined }
  }

  /** Records of a new batch at most: as many as there is room for, going by what records here take. */
  get most(): number {
    const { count, heldBytes } = this
    return count === 0
      ? this.batchSize
      : Math.max(1, Math.min(this.batchSize, Math.floor((this.room() / heldBytes) * count)))
  }

  /** Records that are not in any batch yet. */
  get count(): number {
    return this.parts.reduce((sum, part) => sum + part.count, 0)
  }

  /** Bytes of memory that these take. */
  get heldBytes(): number {
    return this.parts.reduce((sum, part) => sum + part.heldBytes, 0)
  }

  /** Takes what lies before `offset`, and `most` records at most. */
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
