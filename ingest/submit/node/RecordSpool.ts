/**
 * Keeps the records of a check until they are sent, so that the file is read and checked once. They are as they are sent, under pseudonyms, in a
 * temporary file that only this process can open: its name is removed immediately, and its content disappears when the process ends.
 */
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import type { CheckedRow } from "../check/CheckTable.ts"
import type { RecordChunk } from "../send/RecordsToSend.ts"

const openUnnamed = async (): Promise<FileHandle | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), "corridor-records-")).catch(() => undefined)
  if (folder === undefined) return undefined
  const file = await open(join(folder, "records.ndjson"), "wx+", 0o600).catch(() => undefined)
  await rm(folder, { recursive: true, force: true }).catch(() => {})
  return file
}

/** Bytes of space at first. One buffer serves all chunks, because what is outside the heap is freed late. */
const firstSpace = 2 ** 20

export class RecordSpool {
  private file: FileHandle | undefined
  /** Records in a chunk. */
  private readonly size: number
  private readonly places: Array<{ readonly at: number; readonly length: number; readonly rows: number }> = []
  private buffer = Buffer.allocUnsafe(firstSpace)
  /** The bytes and records of the chunk in the buffer. */
  private filled = 0
  private rows = 0
  private end = 0

  constructor(file: FileHandle | undefined, size: number) {
    this.file = file
    this.size = size
  }

  /** Forgets the records, because the check begins again. */
  clear(): void {
    this.places.length = 0
    ;[this.filled, this.rows, this.end] = [0, 0, 0]
  }

  async add(rows: ReadonlyArray<CheckedRow>): Promise<void> {
    for (const { ready } of rows) {
      if (ready === undefined || this.file === undefined) continue
      this.append(`${this.rows === 0 ? "" : "\n"}${JSON.stringify(ready)}`)
      if (++this.rows === this.size) await this.write()
    }
  }

  private append(text: string): void {
    // A sign has three bytes at most.
    this.reserve(this.filled + 3 * text.length)
    this.filled += this.buffer.write(text, this.filled)
  }

  private reserve(length: number): void {
    if (length <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(2 * length)
    this.buffer.copy(larger, 0, 0, this.filled)
    this.buffer = larger
  }

  private async write(): Promise<void> {
    const { buffer, filled: length, rows } = this
    ;[this.filled, this.rows] = [0, 0]
    try {
      for (let from = 0; from < length; )
        from += (await this.file?.write(buffer, from, length - from, this.end + from))?.bytesWritten ?? length
    } catch {
      // Without space for them, the records are read from the file again.
      return this.close()
    }
    this.places.push({ at: this.end, length, rows })
    this.end += length
  }

  /** Returns the records of the check in chunks; undefined if the disk could not take them. */
  async kept(): Promise<(() => AsyncIterable<RecordChunk>) | undefined> {
    if (this.rows > 0) await this.write()
    return this.file === undefined ? undefined : () => this.chunks(this.file as FileHandle)
  }

  private async *chunks(file: FileHandle): AsyncGenerator<RecordChunk> {
    for (const { at, length, rows } of this.places) {
      for (let from = 0; from < length; ) {
        const { bytesRead } = await file.read(this.buffer, from, length - from, at + from)
        if (bytesRead === 0) throw new Error("A temporary file lost its content.")
        from += bytesRead
      }
      yield { text: this.buffer.toString("utf8", 0, length), rows }
    }
  }

  async close(): Promise<void> {
    const { file } = this
    this.file = undefined
    await file?.close().catch(() => {})
  }
}

/** `size`: records in a chunk. */
export const recordSpool = (size: number) =>
  Effect.acquireRelease(
    Effect.promise(async () => new RecordSpool(await openUnnamed(), size)),
    (spool) => Effect.promise(() => spool.close())
  )
