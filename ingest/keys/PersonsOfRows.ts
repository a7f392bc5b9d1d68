/** Makes the pseudonyms of all rows of a batch, from the bytes of their case references into the stored column. */
import { putUuidBytes, uuidWords } from "../../ports/ColumnBlock.ts"
import { Arena } from "../../ports/worker/Arena.ts"
import { HmacKernel } from "./HmacKernel.ts"

/** Bytes of a pseudonym. */
const personBytes = 16

/** Consecutive rows whose references are in the same bytes. */
export interface ReferenceRun {
  readonly bytes: Uint8Array
  /** The start of each row's reference. */
  readonly starts: Int32Array
  readonly lengths: Int32Array
}

export interface RowsWithReferences {
  /** The partner's keys, oldest first; at least one. */
  readonly keys: ReadonlyArray<Uint8Array>
  /** The rows, from the first one on. */
  readonly runs: ReadonlyArray<ReferenceRun>
  /** Four words per row, in the layout of UUIDs in `ColumnBlock`. */
  readonly persons: Uint32Array
}

const arena = new Arena()

/** Writes the stored pseudonym of each row's reference to its position in `persons`. */
export const putPersons = ({ keys, runs, persons }: RowsWithReferences): void => {
  const [first, ...later] = keys.map((key) => new HmacKernel(key)) as [HmacKernel, ...ReadonlyArray<HmacKernel>]
  const rows = runs.reduce((sum, { starts }) => sum + starts.length, 0)
  arena.clear()
  const room = arena.numbers(uuidWords * rows)
  const digests = new Uint8Array(room.buffer, room.byteOffset, room.byteLength)
  let at = 0
  for (const { bytes, starts, lengths } of runs) {
    first.digest16(bytes, starts, lengths, starts.length, digests.subarray(at))
    at += personBytes * starts.length
  }
  if (later.length > 0) {
    const starts = Int32Array.from({ length: rows }, (_, row) => personBytes * row)
    const lengths = new Int32Array(rows).fill(personBytes)
    // Each later key is applied to the previous pseudonym.
    for (const kernel of later) kernel.digest16(digests, starts, lengths, rows, digests)
  }
  for (let row = 0; row < rows; row++) putUuidBytes(persons, row, digests, personBytes * row)
  // The buffer contains pseudonyms of an inner key: wipe it.
  digests.fill(0)
}
