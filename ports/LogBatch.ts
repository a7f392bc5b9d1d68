/**
 * Events of one partition in offset order, as columns over one run of bytes: the pipeline's hot path makes no object per event.
 */
import type { LogPlace, LogRecord } from "./EventLog.ts"

/** A key or value that is not there; where it would begin is then of no meaning. */
export const absent = -1

/** Positions of events in `bytes`, one entry an event. */
export interface LogColumns {
  readonly bytes: Uint8Array
  /** How many entries of each column count. */
  readonly count: number
  readonly offsets: Float64Array
  /** Milliseconds since 1970. */
  readonly timestamps: Float64Array
  readonly keyStarts: Int32Array
  /** -1 for a key that is not there. */
  readonly keyLengths: Int32Array
  readonly valueStarts: Int32Array
  /** -1 for a tombstone. */
  readonly valueLengths: Int32Array
  /** Gives the bytes back to whoever lent them, who may write over them from then on. */
  readonly free?: (() => void) | undefined
}

/** Bytes that an event takes in all columns together. */
export const columnBytes = 2 * Float64Array.BYTES_PER_ELEMENT + 4 * Int32Array.BYTES_PER_ELEMENT

/** Columns for `count` events over `bytes`, to be filled; in `memory`, whose own buffer holds `columnBytes` for each, or in new memory. */
export const makeColumns = (
  bytes: Uint8Array,
  count: number,
  memory: ArrayBufferLike = new ArrayBuffer(columnBytes * count)
): LogColumns => {
  let at = 0
  const next = (size: number) => {
    at += size * count
    return at - size * count
  }
  return {
    bytes,
    count,
    offsets: new Float64Array(memory, next(8), count),
    timestamps: new Float64Array(memory, next(8), count),
    keyStarts: new Int32Array(memory, next(4), count),
    keyLengths: new Int32Array(memory, next(4), count),
    valueStarts: new Int32Array(memory, next(4), count),
    valueLengths: new Int32Array(memory, next(4), count)
  }
}

/**
 * The columns' entries from `from` up to and without `to`, over the same bytes. Entries are done with in their order: so the bytes are
 * given back by whoever has the last one.
 */
const sliceColumns = (columns: LogColumns, from: number, to: number): LogColumns => ({
  bytes: columns.bytes,
  free: to === columns.count ? columns.free : undefined,
  count: to - from,
  offsets: columns.offsets.subarray(from, to),
  timestamps: columns.timestamps.subarray(from, to),
  keyStarts: columns.keyStarts.subarray(from, to),
  keyLengths: columns.keyLengths.subarray(from, to),
  valueStarts: columns.valueStarts.subarray(from, to),
  valueLengths: columns.valueLengths.subarray(from, to)
})

const view = ({ bytes }: LogColumns, start: number, length: number): Uint8Array | null =>
  length === absent ? null : bytes.subarray(start, start + length)

export class LogBatch {
  readonly topic: string
  readonly partition: number
  /** Runs of events, one after the other, each over bytes of its own: what several fetches brought is not copied together. */
  readonly parts: ReadonlyArray<LogColumns>
  readonly count: number

  constructor(topic: string, partition: number, parts: ReadonlyArray<LogColumns>) {
    this.topic = topic
    this.partition = partition
    this.parts = parts.filter(({ count }) => count > 0)
    this.count = this.parts.reduce((sum, { count }) => sum + count, 0)
  }

  /** A batch of events that lie apart; they must be of one partition and in offset order. */
  static of(topic: string, partition: number, records: ReadonlyArray<LogRecord>): LogBatch {
    const parts = records.flatMap(({ key, value }) => [key, value]).filter((part) => part !== null)
    const columns = makeColumns(Buffer.concat(parts), records.length)
    let at = 0
    records.forEach(({ offset, timestamp, key, value }, i) => {
      columns.offsets[i] = offset
      columns.timestamps[i] = timestamp
      columns.keyStarts[i] = at
      columns.keyLengths[i] = key?.length ?? absent
      at += key?.length ?? 0
      columns.valueStarts[i] = at
      columns.valueLengths[i] = value?.length ?? absent
      at += value?.length ?? 0
    })
    return new LogBatch(topic, partition, [columns])
  }

  /** One batch of the events of several, which follow each other in one partition; at least one is given. */
  static concat(batches: ReadonlyArray<LogBatch>): LogBatch {
    const [first] = batches
    if (first === undefined) throw new Error("no batches")
    return new LogBatch(
      first.topic,
      first.partition,
      batches.flatMap(({ parts }) => parts)
    )
  }

  /** The part in which event `i` lies, and its entry there. */
  private find(i: number): readonly [LogColumns, number] {
    let at = i
    for (const part of this.parts) {
      if (at < part.count) return [part, at]
      at -= part.count
    }
    throw new RangeError("the batch has no such event")
  }

  offset(i: number): number {
    const [part, at] = this.find(i)
    return part.offsets[at] as number
  }

  timestamp(i: number): number {
    const [part, at] = this.find(i)
    return part.timestamps[at] as number
  }

  /** Offset of the last event; the batch must hold one. */
  get lastOffset(): number {
    return this.offset(this.count - 1)
  }

  /** Bytes of all values. */
  get valueBytes(): number {
    let sum = 0
    for (const { valueLengths, count } of this.parts)
      for (let i = 0; i < count; i++) sum += Math.max(valueLengths[i] as number, 0)
    return sum
  }

  /** Bytes of memory that its events take: keys, values and what lies between them, and their columns. */
  get heldBytes(): number {
    let sum = this.count * columnBytes
    for (const { keyStarts, valueStarts, valueLengths, count } of this.parts)
      sum +=
        (valueStarts[count - 1] as number) + Math.max(valueLengths[count - 1] as number, 0) - (keyStarts[0] as number)
    return sum
  }

  place(i: number): LogPlace {
    return this.placeAt(...this.find(i))
  }

  private placeAt(part: LogColumns, at: number): LogPlace {
    const { topic, partition } = this
    return { topic, partition, offset: part.offsets[at] as number, timestamp: part.timestamps[at] as number }
  }

  /** The event; its key and value are views of the batch's bytes. */
  record(i: number): LogRecord {
    const [part, at] = this.find(i)
    return {
      ...this.placeAt(part, at),
      key: view(part, part.keyStarts[at] as number, part.keyLengths[at] as number),
      value: view(part, part.valueStarts[at] as number, part.valueLengths[at] as number)
    }
  }

  toRecords(): ReadonlyArray<LogRecord> {
    return Array.from({ length: this.count }, (_, i) => this.record(i))
  }

  /** How many events lie before `offset`. */
  countBefore(offset: number): number {
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.offset(middle) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The batch is done with and so is all that lies before it: nobody may read it from now on. One that is never released is simply forgotten. */
  release(): void {
    for (const { free } of this.parts) free?.()
  }

  /** The events from `from` up to and without `to`, over the same bytes. */
  slice(from: number, to: number): LogBatch {
    if (from === 0 && to === this.count) return this
    const parts: Array<LogColumns> = []
    let before = 0
    for (const part of this.parts) {
      const [first, last] = [Math.max(0, from - before), Math.min(part.count, to - before)]
      if (first < last) parts.push(sliceColumns(part, first, last))
      before += part.count
    }
    return new LogBatch(this.topic, this.partition, parts)
  }
}
