/**
 * The fast path from message bytes to rows: the generated function of each writer's schema, bound to the columns that it writes. Messages
 * that it does not accept take the slow path: see `TranscoderSource.ts`.
 */

import { uuidWords } from "../../ports/ColumnBlock.ts"
import { sharedGrown } from "../../ports/worker/SharedMemory.ts"
import type { Problem } from "../../schemas/Problems.ts"
import { rawTable } from "../../schemas/RawTables.ts"
import { type FieldSpec, type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import type { ReferenceRun } from "../keys/PersonsOfRows.ts"
import { isSurelyNoIdentifier } from "../rules/DirectIdentifier.ts"
import { fieldCheck, isFuture, type Shaped } from "../rules/FieldRules.ts"
import { fourDigits } from "../rules/HexDigits.ts"
import { earliest, parsePartialDate } from "../rules/PartialDate.ts"
import { recordRules } from "../rules/RecordRules.ts"
import type { Reader } from "../wire/RecordCodec.ts"
import { ListCells, type NumberCells, RowColumns, type WordCells } from "./RowColumns.ts"
import { valueOf } from "./StoredValue.ts"
import { type Source, transcoderSource } from "./TranscoderSource.ts"
import type { Need } from "./TranscoderText.ts"
import { Vocabulary } from "./Vocabulary.ts"

/**
 * Decodes the body in `bytes` (and its `view`) from `from` to `to` (exclusive) into row `row`. Returns false if the record must take the slow
 * path; then the rows are unchanged.
 */
export type Transcode = (
  bytes: Uint8Array,
  view: DataView,
  from: number,
  to: number,
  sentAt: number,
  row: number
) => boolean

/**
 * Sources are generated once, and each `KindRows` makes its own function from them, which the engine optimises for its columns. Only our own
 * schemas become code, never text from outside. Undefined for a version that the generator does not support.
 */
const sources = new Map<Reader, { readonly make: (env: object) => Transcode; readonly source: Source } | undefined>()

const sourceOf = (reader: Reader) => {
  if (sources.has(reader)) return sources.get(reader)
  const { fields } = recordSchema(reader.kind)
  let made: ReturnType<typeof sources.get>
  try {
    const source = transcoderSource(reader.schema, fields, rawTable(reader.kind).content)
    made = { source, make: (env) => new Function("env", source.text)(env) as Transcode }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  sources.set(reader, made)
  return made
}

/** The time of sending for checks that do not depend on it. */
const always = Number.POSITIVE_INFINITY

const wordsOf = (field: FieldSpec, { dictionary }: WordCells) => {
  const check = fieldCheck(field)
  const stored = valueOf(field)
  return new Vocabulary<number>((text) => {
    if (check(text, always) !== undefined) return undefined
    const place = dictionary.place(stored(text) as string)
    return place < 0 ? undefined : place
  })
}

const datesOf = (field: FieldSpec) => {
  const check = fieldCheck(field)
  return new Vocabulary((text) => {
    const date = check(text, always) === undefined ? parsePartialDate(text) : undefined
    return date === undefined ? undefined : { year: date.year, month: date.month ?? -1, earliest: earliest(date) }
  })
}

const bandsOf = (field: FieldSpec, { dictionary }: WordCells) => {
  const stored = valueOf(field)
  const [from, to] = field.range as readonly [number, number]
  const bands: Array<number | undefined> = []
  for (let value = 0; value <= to; value++)
    bands.push(value < from ? undefined : dictionary.place(stored(value) as string))
  return bands
}

/** The positions of the digits in a UUID's text: twice four for each of its words, in the order of `uuidWords`. */
const digits = Uint8Array.from([9, 14, 0, 4, 28, 32, 19, 24])
/** Length of a UUID's text. */
export const uuidLength = 36
const hyphen = 0x2d
const hyphens = Uint8Array.from([8, 13, 18, 23])

/** The rows of one kind, with their positions in the batch, and the functions that write them. */
export class KindRows {
  readonly columns: RowColumns
  /** The position of each row in the batch. */
  at: Int32Array = new Int32Array(0)
  /** The position of each row's case reference in its source bytes. */
  private referenceStarts: Int32Array = new Int32Array(0)
  private referenceLengths: Int32Array = new Int32Array(0)
  /** The source bytes of the rows, with the first row of each. */
  private readonly sources: Array<{ readonly bytes: Uint8Array; readonly first: number }> = []
  private readonly functions = new Map<Reader, Transcode | undefined>()
  private readonly checkReference: ReturnType<typeof fieldCheck>
  private readonly recordIds: NumberCells
  private readonly offsets: NumberCells
  private keyStart = 0

  constructor(kind: RecordKind) {
    this.columns = new RowColumns(kind)
    const reference = recordSchema(kind).fields.find((field) => field.generalise === "pseudonymise") as FieldSpec
    this.checkReference = fieldCheck(reference)
    this.recordIds = this.columns.number("record_id")
    this.offsets = this.columns.number("kafka_offset")
  }

  private reserve(): void {
    this.columns.reserveRow()
    if (this.columns.rows < this.at.length) return
    const room = Math.max(1024, this.at.length * 2)
    this.at = sharedGrown(Int32Array, this.at, room)
    this.referenceStarts = sharedGrown(Int32Array, this.referenceStarts, room)
    this.referenceLengths = sharedGrown(Int32Array, this.referenceLengths, room)
  }

  /** Returns the function that decodes the reader's version into these rows; undefined if the generator does not support it. */
  bound(reader: Reader): Transcode | undefined {
    const known = this.functions.get(reader)
    if (known !== undefined || this.functions.has(reader)) return known
    const made = this.bind(reader)
    this.functions.set(reader, made)
    return made
  }

  private bind(reader: Reader): Transcode | undefined {
    const known = sourceOf(reader)
    if (known === undefined) return undefined
    const helpers: Record<string, unknown> = {}
    for (const [name, need] of known.source.needs) helpers[name] = this.helper(need)
    const rules = recordRules.get(reader.kind) ?? []
    const problems: Array<Problem> = []
    return known.make({
      needs: helpers,
      isLate: isFuture,
      check: (record: Shaped, sentAt: number) => {
        for (const rule of rules) rule(record, "", sentAt, problems)
        if (problems.length === 0) return true
        problems.length = 0
        return false
      },
      reference: {
        id: (bytes: Uint8Array, view: DataView, from: number, row: number) => this.putId(bytes, view, from, row),
        of: (bytes: Uint8Array, view: DataView, from: number, length: number, row: number) =>
          this.putReference(bytes, view, from, length, row)
      }
    })
  }

  private helper(need: Need): unknown {
    const { cells, lists } = this.columns
    const itemsOf = (column: string) => {
      const own = cells.get(column)
      return own instanceof ListCells ? own.items : own
    }
    switch (need.use) {
      case "words":
        return wordsOf(need.field, itemsOf(need.column) as WordCells)
      case "dates":
        return datesOf(need.field)
      case "bands":
        return bandsOf(need.field, itemsOf(need.column) as WordCells)
      case "cells":
        return itemsOf(need.column)
      case "ends":
        return lists.get(need.list)
    }
  }

  /** A record's id must equal its message key byte by byte. A key in another notation takes the slow path. */
  private putId(bytes: Uint8Array, view: DataView, from: number, row: number): boolean {
    const key = this.keyStart
    let other = 0
    for (let at = 0; at < uuidLength; at += 4) other |= view.getInt32(from + at) ^ view.getInt32(key + at)
    for (let i = 0; i < hyphens.length; i++) other |= (bytes[from + (hyphens[i] as number)] as number) ^ hyphen
    if (other !== 0) return false
    const { values } = this.recordIds
    let signs = 0
    for (let word = 0; word < uuidWords; word++) {
      const upper = fourDigits(view.getInt32(from + (digits[2 * word] as number)))
      const lower = fourDigits(view.getInt32(from + (digits[2 * word + 1] as number)))
      signs |= upper | lower
      values[uuidWords * row + word] = (upper << 16) | lower
    }
    // Negative if a character is not a digit.
    return signs >= 0
  }

  private putReference(bytes: Uint8Array, view: DataView, from: number, length: number, row: number): boolean {
    if (!isSurelyNoIdentifier(bytes, view, from, length)) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString("utf8")
      // A replacement character may come from invalid UTF-8; the slow path distinguishes the two.
      if (text.includes("\ufffd") || this.checkReference(text, always) !== undefined) return false
    }
    this.referenceStarts[row] = from
    this.referenceLengths[row] = length
    return true
  }

  /** Decodes a message's body as the next row, by a function that is bound to these rows. Returns false if it must take the slow path. */
  read(
    transcode: Transcode,
    bytes: Uint8Array,
    view: DataView,
    from: number,
    to: number,
    place: { readonly keyStart: number; readonly sentAt: number; readonly at: number; readonly offset: number }
  ): boolean {
    this.reserve()
    const row = this.columns.rows
    this.keyStart = place.keyStart
    if (!transcode(bytes, view, from, to, place.sentAt, row)) return false
    this.at[row] = place.at
    this.offsets.values[2 * row] = place.offset >>> 0
    this.offsets.values[2 * row + 1] = Math.floor(place.offset / 0x1_0000_0000)
    this.columns.rows = row + 1
    return true
  }

  /** Adds a row from the slow path. */
  put(row: Readonly<Record<string, unknown>>, at: number): void {
    this.reserve()
    const i = this.columns.rows
    this.columns.put(row)
    this.at[i] = at
    this.referenceStarts[i] = 0
    this.referenceLengths[i] = 0
  }

  /** Sets the source bytes of the following rows. */
  useBytes(bytes: Uint8Array): void {
    if (this.sources.at(-1)?.bytes !== bytes) this.sources.push({ bytes, first: this.columns.rows })
  }

  /** Returns the positions of the case references of all rows. */
  references(): ReadonlyArray<ReferenceRun> {
    return this.sources.map(({ bytes, first }, i) => {
      const end = this.sources[i + 1]?.first ?? this.columns.rows
      return {
        bytes,
        starts: this.referenceStarts.subarray(first, end),
        lengths: this.referenceLengths.subarray(first, end)
      }
    })
  }

  /** Removes the rows for which `isKept` is false. */
  keep(isKept: (row: number) => boolean): void {
    let to = 0
    for (let row = 0; row < this.columns.rows; row++) if (isKept(row)) this.at[to++] = this.at[row] as number
    this.columns.keep(isKept)
  }

  /** Empties it for the next batch. */
  clear(): void {
    this.sources.length = 0
    // A vocabulary contains dictionary indexes, so it is discarded with the dictionaries.
    if (this.columns.clear()) this.functions.clear()
  }
}

/** The rows of every kind of record, for one batch at a time. */
export class Transcoder {
  readonly kinds: ReadonlyMap<RecordKind, KindRows> = new Map(recordKinds.map((kind) => [kind, new KindRows(kind)]))

  clear(): void {
    for (const rows of this.kinds.values()) rows.clear()
  }
}
