/**
 * Events of one partition in offset order, as columns over one run of bytes: the pipeline's hot path makes no object per event.
 */
import type { BufferPool } from "./BufferPool.ts"
import type { LogRecord } from "./EventLog.ts"

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
}

/** Empty columns for `count` events over `bytes`. */
export const makeColumns = (bytes: Uint8Array, count: number): LogColumns => ({
  bytes,
  count,
  offsets: new Float64Array(count),
  timestamps: new Float64Array(count),
  keyStarts: new Int32Array(count),
  keyLengths: new Int32Array(count),
  valueStarts: new Int32Array(count),
  valueLengths: new Int32Array(count)
})

export class LogBatch {
  readonly topic: string
  readonly partition: number
  readonly columns: LogColumns
  /** The buffer of a pool that this batch's bytes lie in, and no other's; undefined for one that lies elsewhere. */
  readonly pooled: Buffer | undefined

  constructor(topic: string, partition: number, columns: LogColumns, pooled?: Buffer) {
    this.topic = topic
    this.partition = partition
    this.columns = columns
    this.pooled = pooled
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
    return new LogBatch(topic, partition, columns)
  }

  /**
   * One batch of the events of several, which follow each other in one partition; at least one is given. The bytes are put
   * into a buffer of `pool`, to which they can be given back when the batch is done.
   */
  static concat(batches: ReadonlyArray<LogBatch>, pool: BufferPool): LogBatch {
    const filled = batches.filter(({ count }) => count > 0)
    const [first] = filled.length === 0 ? batches : filled
    if (first === undefined) throw new Error("no batches")
    if (filled.length <= 1) return first
    const spans = filled.map((batch) => batch.span())
    const bytes = pool.take(spans.reduce((sum, [from, to]) => sum + to - from, 0))
    const joined = makeColumns(
      bytes,
      filled.reduce((sum, { count }) => sum + count, 0)
    )
    const names = ["offsets", "timestamps", "keyStarts", "keyLengths", "valueStarts", "valueLengths"] as const
    let [at, shift] = [0, 0]
    filled.forEach(({ columns, count }, i) => {
      const [from, to] = spans[i] as [number, number]
      bytes.set(columns.bytes.subarray(from, to), shift)
      for (const name of names) joined[name].set(columns[name].subarray(0, count), at)
      for (const starts of [joined.keyStarts, joined.valueStarts])
        for (let j = at; j < at + count; j++) starts[j] = (starts[j] as number) + shift - from
      at += count
      shift += to - from
    })
    return new LogBatch(first.topic, first.partition, joined, bytes)
  }

  /** Where the bytes of this batch's events begin and end. */
  private span(): readonly [number, number] {
    const { keyStarts, keyLengths, valueStarts, valueLengths } = this.columns
    const last = this.count - 1
    const end = (starts: Int32Array, lengths: Int32Array) =>
      (starts[last] as number) + Math.max(0, lengths[last] as number)
    return [
      Math.min(keyStarts[0] as number, valueStarts[0] as number),
      Math.max(end(keyStarts, keyLengths), end(valueStarts, valueLengths))
    ]
  }

  get count(): number {
    return this.columns.count
  }

  offset(i: number): number {
    return this.columns.offsets[i] as number
  }

  timestamp(i: number): number {
    return this.columns.timestamps[i] as number
  }

  /** Offset of the last event; the batch must hold one. */
  get lastOffset(): number {
    return this.offset(this.count - 1)
  }

  /** The event's key as a view of the batch's bytes. */
  key(i: number): Uint8Array | null {
    return this.part(this.columns.keyStarts[i] as number, this.columns.keyLengths[i] as number)
  }

  /** The event's value as a view of the batch's bytes. */
  value(i: number): Uint8Array | null {
    return this.part(this.columns.valueStarts[i] as number, this.columns.valueLengths[i] as number)
  }

  private part(start: number, length: number): Uint8Array | null {
    return length === absent ? null : this.columns.bytes.subarray(start, start + length)
  }

  record(i: number): LogRecord {
    const { topic, partition } = this
    return {
      topic,
      partition,
      offset: this.offset(i),
      timestamp: this.timestamp(i),
      key: this.key(i),
      value: this.value(i)
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

  /** The events from `from` up to and without `to`, over the same bytes. */
  slice(from: number, to: number): LogBatch {
    if (from === 0 && to === this.count) return this
    const { bytes, offsets, timestamps, keyStarts, keyLengths, valueStarts, valueLengths } = this.columns
    return new LogBatch(this.topic, this.partition, {
      bytes,
      count: to - from,
      offsets: offsets.subarray(from, to),
      timestamps: timestamps.subarray(from, to),
      keyStarts: keyStarts.subarray(from, to),
      keyLengths: keyLengths.subarray(from, to),
      valueStarts: valueStarts.subarray(from, to),
      valueLengths: valueLengths.subarray(from, to)
    })
  }
}
