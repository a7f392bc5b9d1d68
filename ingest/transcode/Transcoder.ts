/**
 * The fast way from messages' bytes to rows: the generated function of each writer's schema, bound to the columns that it writes.
 * What it does not take is left to the careful way: see `TranscoderSource.ts`.
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
import { type Need, type Source, transcoderSource } from "./TranscoderSource.ts"
import { Vocabulary } from "./Vocabulary.ts"

/**
 * Reads the body in `bytes`, which `view` is of too, from `from` to before `to` into row `row`; false for a record that the careful way
 * must read: then nothing that counts has changed.
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
 * Sources are made once, and from them a function for each `KindRows`: the engine then compiles it for the very columns that it writes
 * (2.2 and not 2.5 microseconds a record where four take turns). Our own schema and our own text: nothing from outside becomes code.
 * Undefined for a version that no generated transcoder reads.
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

/** Texts whose time decides nothing are held against the end of all days. */
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

/** Where a UUID's text has its digits, four and four for each of its words in the order of `uuidWords`. */
const digits = Uint8Array.from([9, 14, 0, 4, 28, 32, 19, 24])
/** Signs of a UUID's text. */
export const uuidLength = 36
const hyphen = 0x2d
const hyphens = Uint8Array.from([8, 13, 18, 23])

/** The rows of one kind, what belongs to each, and the functions that write them. */
export class KindRows {
  readonly columns: RowColumns
  /** Of each row, its place in the batch. */
  at: Int32Array = new Int32Array(0)
  /** Of each row, where its case reference lies in what it is read from. */
  private referenceStarts: Int32Array = new Int32Array(0)
  private referenceLengths: Int32Array = new Int32Array(0)
  /** What the rows are read from, and the first row of each. */
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

  /** The function that reads the reader's version into these rows; undefined for a version that has none. */
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

  /** A record's id must be its message's key, sign by sign; a key that is written otherwise is left to the careful way. */
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
    // Below 0 for what is no digit.
    return signs >= 0
  }

  private putReference(bytes: Uint8Array, view: DataView, from: number, length: number, row: number): boolean {
    if (!isSurelyNoIdentifier(bytes, view, from, length)) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString("utf8")
      // A sign that stands for what is no UTF-8 is left to the careful way, which knows whether it was sent.
      if (text.includes("\ufffd") || this.checkReference(text, always) !== undefined) return false
    }
    this.referenceStarts[row] = from
    this.referenceLengths[row] = length
    return true
  }

  /** Reads a message's body as the next row by a function that is bound to these rows; false when the careful way must. */
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

  /** Adds a row that was read the careful way. */
  put(row: Readonly<Record<string, unknown>>, at: number): void {
    this.reserve()
    const i = this.columns.rows
    this.columns.put(row)
    this.at[i] = at
    this.referenceStarts[i] = 0
    this.referenceLengths[i] = 0
  }

  /** Says that the rows that follow are read from `bytes`. */
  useBytes(bytes: Uint8Array): void {
    if (this.sources.at(-1)?.bytes !== bytes) this.sources.push({ bytes, first: this.columns.rows })
  }

  /** Where the case references of all rows lie. */
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

  /** Takes out the rows for which `isKept` is false. */
  keep(isKept: (row: number) => boolean): void {
    let to = 0
    for (let row = 0; row < this.columns.rows; row++) if (isKept(row)) this.at[to++] = this.at[row] as number
    this.columns.keep(isKept)
  }

  /** Empties it for the next batch. */
  clear(): void {
    this.sources.length = 0
    // What a vocabulary remembers are places in dictionaries: with those it goes too.
    if (this.columns.clear()) this.functions.clear()
  }
}

/** Rows of every kind, for one batch at a time. */
export class Transcoder {
  readonly kinds: ReadonlyMap<RecordKind, KindRows> = new Map(recordKinds.map((kind) => [kind, new KindRows(kind)]))

  clear(): void {
    for (const rows of this.kinds.values()) rows.clear()
  }
}
