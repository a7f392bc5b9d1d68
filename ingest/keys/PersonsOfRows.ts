/** Makes the pseudonyms of all rows of a batch, from the bytes of their case references into the stored column. */
import { putUuidBytes, uuidWords } from "../../ports/ColumnBlock.ts"
import { Arena } from "../../ports/worker/Arena.ts"
import { canonicalReference } from "./CaseNumber.ts"
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

interface RowsWithReferences {
  /** The partner's keys, oldest first; at least one. */
  readonly keys: ReadonlyArray<Uint8Array>
  /** The rows, from the first one on. */
  readonly runs: ReadonlyArray<ReferenceRun>
  /** Four words per row, in the layout of UUIDs in `ColumnBlock`. */
  readonly persons: Uint32Array
}

const arena = new Arena()

const [hyphen, dot, slash, zero, nine, upperA, upperZ, lowerA, lowerF] = [..."-./09AZaf"].map((sign) =>
  sign.charCodeAt(0)
) as [number, number, number, number, number, number, number, number, number]

/** Returns whether a reference is certainly used as it is: a first pseudonym, or a case number whose canonical form is itself. */
const isUsedAsItIs = (bytes: Uint8Array, start: number, length: number): boolean => {
  let isHex = length === 64
  let isCanonical = true
  let last = hyphen
  for (let i = start; i < start + length && (isHex || isCanonical); i++) {
    const byte = bytes[i] as number
    const isDigit = byte >= zero && byte <= nine
    isHex &&= isDigit || (byte >= lowerA && byte <= lowerF)
    isCanonical &&=
      isDigit ||
      (byte >= upperA && byte <= upperZ) ||
      byte === dot ||
      byte === slash ||
      (byte === hyphen && last !== hyphen)
    last = byte
  }
  return isHex || (isCanonical && last !== hyphen)
}

/** Returns references as the rows of one run. */
export const runOf = (references: ReadonlyArray<string>): ReferenceRun => {
  const lengths = Int32Array.from(references, (reference) => Buffer.byteLength(reference))
  let end = 0
  const starts = lengths.map((length) => {
    end += length
    return end - length
  })
  return { bytes: Buffer.from(references.join(""), "utf8"), starts, lengths }
}

/** Replaces the digests of case numbers in another than their canonical form by those of the canonical form. */
const digestCanonical = (kernel: HmacKernel, { bytes, starts, lengths }: ReferenceRun, digests: Uint8Array): void => {
  const rows: Array<number> = []
  const references: Array<string> = []
  for (let row = 0; row < starts.length; row++) {
    const [start, length] = [starts[row] as number, lengths[row] as number]
    if (isUsedAsItIs(bytes, start, length)) continue
    rows.push(row)
    references.push(canonicalReference(Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString("utf8")))
  }
  if (rows.length === 0) return
  const canonical = runOf(references)
  const made = new Uint8Array(personBytes * rows.length)
  kernel.digest16(canonical.bytes, canonical.starts, canonical.lengths, rows.length, made)
  for (const [i, row] of rows.entries())
    digests.set(made.subarray(personBytes * i, personBytes * (i + 1)), personBytes * row)
  // It contains case numbers.
  canonical.bytes.fill(0)
}

/** Writes the stored pseudonym of each row's reference to its position in `persons`. */
export const putPersons = ({ keys, runs, persons }: RowsWithReferences): void => {
  const [first, ...later] = keys.map((key) => new HmacKernel(key)) as [HmacKernel, ...ReadonlyArray<HmacKernel>]
  const rows = runs.reduce((sum, { starts }) => sum + starts.length, 0)
  arena.clear()
  const room = arena.numbers(uuidWords * rows)
  const digests = new Uint8Array(room.buffer, room.byteOffset, room.byteLength)
  let at = 0
  for (const run of runs) {
    const { bytes, starts, lengths } = run
    first.digest16(bytes, starts, lengths, starts.length, digests.subarray(at))
    digestCanonical(first, run, digests.subarray(at))
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
