/**
 * Events of one partition in offset order, as columns over shared bytes. The pipeline's hot path creates no object per event.
 */

/** The position of an event in the log. */
export interface LogPosition {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Milliseconds since 1970, set by the producer or the broker. */
  readonly timestamp: number
}

/** One event of the log. */
export interface LogRecord extends LogPosition {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
}
/** The length of a missing key or value. Its start has no meaning. */
export const absent = -1

/** The positions of events in `bytes`: each column has one entry per event. */
interface LogColumns {
  readonly bytes: Uint8Array
  /** Number of valid entries in each column. */
  readonly count: number
  readonly offsets: Float64Array
  /** Milliseconds since 1970. */
  readonly timestamps: Float64Array
  readonly keyStarts: Int32Array
  /** -1 for a missing key. */
  readonly keyLengths: Int32Array
  readonly valueStarts: Int32Array
  /** -1 for a tombstone. */
  readonly valueLengths: Int32Array
  /** Returns the bytes to their owner, who may overwrite them from then on. */
  readonly free?: (() => void) | undefined
  /** The trace in which the first event was sent that has one: W3C's `traceparent`. */
  readonly trace?: string | undefined
}

/** Bytes of an event's entries in all columns together. */
export const columnBytes = 2 * Float64Array.BYTES_PER_ELEMENT + 4 * Int32Array.BYTES_PER_ELEMENT

/** Creates empty columns for `count` events over `bytes`, in `memory` (`columnBytes` for each event) or in a new buffer. */
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
 * Returns the entries from `from` (inclusive) to `to` (exclusive), over the same bytes. Entries are processed in order, so the slice with the
 * last entry frees the bytes.
 */
const sliceColumns = (columns: LogColumns, from: number, to: number): LogColumns => ({
  bytes: columns.bytes,
  trace: columns.trace,
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
  /** Runs of events in order, each with its own bytes. Fetches are not copied together. */
  readonly parts: ReadonlyArray<LogColumns>
  readonly count: number

  constructor(topic: string, partition: number, parts: ReadonlyArray<LogColumns>) {
    this.topic = topic
    this.partition = partition
    this.parts = parts.filter(({ count }) => count > 0)
    this.count = this.parts.reduce((sum, { count }) => sum + count, 0)
  }

  /** Creates a batch from single events, which must be of one partition and in offset order. */
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

  /** Joins consecutive batches of one partition. At least one is required. */
  static concat(batches: ReadonlyArray<LogBatch>): LogBatch {
    const [first] = batches
    if (first === undefined) throw new Error("LogBatch.concat needs at least one batch.")
    return new LogBatch(
      first.topic,
      first.partition,
      batches.flatMap(({ parts }) => parts)
    )
  }

  /** Returns the part that contains event `i`, and its index there. */
  private find(i: number): readonly [LogColumns, number] {
    let at = i
    for (const part of this.parts) {
      if (at < part.count) return [part, at]
      at -= part.count
    }
    throw new RangeError("The batch has no event with this index.")
  }

  offset(i: number): number {
    const [part, at] = this.find(i)
    return part.offsets[at] as number
  }

  timestamp(i: number): number {
    const [part, at] = this.find(i)
    return part.timestamps[at] as number
  }

  /** The trace of the first event that was sent in one. */
  get trace(): string | undefined {
    return this.parts.find(({ trace }) => trace !== undefined)?.trace
  }

  /** The offset of the last event. The batch must not be empty. */
  get lastOffset(): number {
    return this.offset(this.count - 1)
  }

  get valueBytes(): number {
    let sum = 0
    for (const { valueLengths, count } of this.parts)
      for (let i = 0; i < count; i++) sum += Math.max(valueLengths[i] as number, 0)
    return sum
  }

  /** Bytes of memory that the events take: keys, values, the bytes between them, and columns. */
  get heldBytes(): number {
    let sum = this.count * columnBytes
    for (const { keyStarts, valueStarts, valueLengths, count } of this.parts)
      sum +=
        (valueStarts[count - 1] as number) + Math.max(valueLengths[count - 1] as number, 0) - (keyStarts[0] as number)
    return sum
  }

  position(i: number): LogPosition {
    return this.positionAt(...this.find(i))
  }

  private positionAt(part: LogColumns, at: number): LogPosition {
    const { topic, partition } = this
    return { topic, partition, offset: part.offsets[at] as number, timestamp: part.timestamps[at] as number }
  }

  /** Returns an event. Its key and value are views of the batch's bytes. */
  record(i: number): LogRecord {
    const [part, at] = this.find(i)
    return {
      ...this.positionAt(part, at),
      key: view(part, part.keyStarts[at] as number, part.keyLengths[at] as number),
      value: view(part, part.valueStarts[at] as number, part.valueLengths[at] as number)
    }
  }

  toRecords(): ReadonlyArray<LogRecord> {
    return Array.from({ length: this.count }, (_, i) => this.record(i))
  }

  countBefore(offset: number): number {
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.offset(middle) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /**
   * Frees the bytes of this batch, which is finished like all before it. Do not read it afterwards. A batch that is never released is left to
   * the garbage collector.
   */
  release(): void {
    for (const { free } of this.parts) free?.()
  }

  /** Returns the events from `from` (inclusive) to `to` (exclusive), over the same bytes. */
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
