/** How the columns of a file are read, with some of its rows as an example. It is shown before anything is sent. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type FieldSpec, type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { readCell } from "../check/AssembleRow.ts"
import type { CheckedRow } from "../check/CheckTable.ts"
import { displayName, isError, type RowPlace } from "../check/FileProblemEntry.ts"
import { type AssembleOptions, isAgeField, isPlaceOfRecord } from "../check/GatherCells.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { assembleOptions } from "../check/RowChecker.ts"
import { shownColumn } from "../check/ShownColumn.ts"
import { shownPlace } from "../check/shownPlace.ts"
import type { Binding, DatePart } from "../columns/Binding.ts"
import { type ColumnMeaning, meaningOfColumn } from "../columns/ColumnMeaning.ts"
import { type ColumnPlan, planColumns } from "../columns/ColumnPlan.ts"
import type { FileRow } from "../read/FileRow.ts"
import { cellOfValue } from "../read/FlatRecord.ts"
import { readAgeGroup } from "../values/AgeRange.ts"
import { readDate } from "../values/DateText.ts"
import { foldWord } from "../values/FoldWord.ts"
import { truthOf } from "../values/ParseValue.ts"
import { stopsOf, townOf } from "../values/Towns.ts"

/**
 * One cell as it is read. A refused cell is never shown, and the text of a field without a list of values is masked: it may be a case number.
 */
export type Sample =
  | { readonly state: "read"; readonly value: unknown; readonly list?: string }
  | { readonly state: "empty" | "masked" | "refused" }

export type ColumnPreview = ColumnMeaning & {
  /** The partner's name of the column, as problems show it. */
  readonly column: string
  /** The kind of record of the column's sheet, if sheets of several kinds are read: a column of two kinds is shown for each. */
  readonly record?: RecordKind
  /** How day and month are read, if one of the column's dates proves it: its row, and its sheet if there are several. */
  readonly dates?: ReadonlyArray<{ readonly isDayFirst: boolean } & RowPlace>
  /** The cells of the first rows; none if the column is not read. */
  readonly samples: ReadonlyArray<Sample>
}

/** Number of rows in a preview. */
const maxRows = 3

/** Keeps the first rows with data while a file is checked, of each kind of sheet. */
export class FirstRows {
  private readonly byKind = new Map<RecordKind | undefined, Array<CheckedRow>>()
  private readonly kindOf: (row: number) => RecordKind | undefined

  constructor({ sheetKinds }: Pick<OpenedFile, "sheetKinds">) {
    this.kindOf = sheetKinds?.ofRow ?? (() => undefined)
  }

  clear(): void {
    this.byKind.clear()
  }

  add(batch: ReadonlyArray<CheckedRow>): void {
    for (const row of batch) {
      if (row.place !== "data" || "broken" in row.row) continue
      const kind = this.kindOf(row.row.row)
      const rows = this.byKind.get(kind) ?? []
      this.byKind.set(kind, rows)
      if (rows.length < maxRows) rows.push(row)
    }
  }

  of(kind: RecordKind | undefined): ReadonlyArray<CheckedRow> {
    return this.byKind.get(kind) ?? []
  }
}

/** Texts that are not codes, numbers or dates. */
const isFreeText = ({ type, codeList, pattern }: FieldSpec) =>
  type === "string" && codeList === undefined && pattern !== "partial-date"

const empty: Sample = { state: "empty" }
const masked: Sample = { state: "masked" }
const refused: Sample = { state: "refused" }

type BindingTo<To extends Binding["to"]> = Extract<Binding, { readonly to: To }>

const flagSample = ({ code, field }: BindingTo<"flag">, cell: string): Sample => {
  const truth = truthOf(cell)
  if (truth === undefined) return refused
  return truth ? read(code, field) : empty
}

const greatest = { week: 53, month: 12, day: 31 } as const

const dateSample = (part: "date" | DatePart, cell: string): Sample => {
  if (part !== "date") {
    const number = /^\d{1,2}$/.test(cell) ? Number(cell) : 0
    if (number > 0) return number <= greatest[part] ? { state: "read", value: number } : refused
    return part === "month" && "date" in readDate(`${cell} 2000`) ? { state: "read", value: cell } : refused
  }
  const date = readDate(cell)
  return "date" in date ? { state: "read", value: date.date.slice(0, 7) } : refused
}

const kindSample = (cell: string): Sample => {
  const value = cell.toLowerCase()
  return recordKinds.includes(value as RecordKind) ? { state: "read", value } : refused
}

const placesSample = ({ field, role }: BindingTo<"places">, cell: string, options: AssembleOptions): Sample => {
  const isBound = (word: string) => options.mapping.hasValue(field.name, word)
  const stops = stopsOf(field, cell, isBound, role === undefined)
  const values = stops.map(({ word, place }) => place?.country ?? readCell(field, word ?? "", options)?.value)
  if (values.length === 0) return empty
  return values.includes(undefined) ? refused : read(values, field)
}

const ageGroupSample = (cell: string): Sample => {
  const group = readAgeGroup(cell)
  if (group === undefined) return refused
  return "ageBand" in group
    ? { state: "read", value: group.ageBand, list: "age-band" }
    : { state: "read", value: group.majorityStatus, list: "majority-status" }
}

const targetSample = ({ target, unsure }: BindingTo<"target">, cell: string, options: AssembleOptions): Sample => {
  const { field } = target
  if (isFreeText(field)) return masked
  if (unsure === foldWord(cell) && !options.mapping.hasValue(field.name, cell)) return refused
  const found = readCell(field, cell, options)
  const sample =
    found === undefined ? refused : found.value === null || found.value === undefined ? empty : read(found.value, field)
  if (sample === refused && isPlaceOfRecord(target)) {
    const place = townOf(field, cell)
    return place === undefined ? refused : read(place.country, field)
  }
  return sample === refused && isAgeField(field.name) ? ageGroupSample(cell) : sample
}

const sampleOf = (binding: Binding | undefined, cell: string, options: AssembleOptions): Sample => {
  if (binding === undefined || cell === "") return empty
  if (binding.to === "flag") return flagSample(binding, cell)
  if (binding.to === "legs-date") return dateSample(binding.part, cell)
  if (binding.to === "date-part") return dateSample(binding.part, cell)
  if (binding.to === "leg-date") return dateSample("date", cell)
  if (binding.to === "kind") return kindSample(cell)
  if (binding.to === "places") return placesSample(binding, cell, options)
  return binding.to === "target" ? targetSample(binding, cell, options) : empty
}

/** Codes of regions may be more detailed than those of the list. */
const isCode = (list: string, value: unknown) =>
  list === "regions"
    ? /^[A-Z]{2}-[A-Z0-9-]{1,12}$/.test(String(value))
    : readCodeList(list).some((row) => row["code"] === value)

const read = (value: unknown, { codeList }: FieldSpec): Sample => {
  if (codeList === undefined) return { state: "read", value }
  // An unknown word stays as it is until the rules refuse it.
  return [value].flat().every((one) => isCode(codeList, one)) ? { state: "read", value, list: codeList } : refused
}

/** Returns true for a list of objects in Corridor's own structure, such as the legs of a route. */
const isListOfObjects = (kinds: ReadonlyArray<RecordKind>, name: string) =>
  kinds.some((kind) => recordSchema(kind).fields.some((field) => field.type === "record" && field.name === name))

/** Returns the names of the columns: those of the header, or the keys of the objects. */
const namesOf = (opened: OpenedFile, rows: ReadonlyArray<CheckedRow>): ReadonlyArray<string> =>
  opened.header?.names ?? [...new Set(rows.flatMap(({ row }) => ("object" in row ? Object.keys(row.object) : [])))]

const lengthOf = (row: FileRow, name: string): Sample => {
  const list = "object" in row ? row.object[name] : undefined
  return Array.isArray(list) ? { state: "read", value: list.length } : { state: "empty" }
}

/** Returns how each column is read, with the rows that were kept from the check. */
export const previewColumns = (opened: OpenedFile, first: FirstRows): ReadonlyArray<ColumnPreview> =>
  opened.sheetKinds === undefined
    ? columnsOf(opened, first.of(undefined), opened.recordKind === undefined ? recordKinds : [opened.recordKind])
    : opened.sheetKinds.kinds.flatMap((kind) =>
        columnsOf(opened, first.of(kind), [kind]).map((column) => ({ ...column, record: kind }))
      )

const columnsOf = (
  opened: OpenedFile,
  rows: ReadonlyArray<CheckedRow>,
  kinds: ReadonlyArray<RecordKind>
): ReadonlyArray<ColumnPreview> => {
  const names = namesOf(opened, rows)
  const planOf = (kind: RecordKind): ColumnPlan =>
    opened.header === undefined ? planColumns(kind, names, opened.mapping, opened.format) : opened.planOf(kind)
  const plans = kinds.map(planOf)
  const options = assembleOptions(opened)
  return names.flatMap((name, i): ReadonlyArray<ColumnPreview> => {
    if (name === "" || (opened.header !== undefined && plans.every((plan) => plan.names[i] === ""))) return []
    const column = displayName(opened.header === undefined ? name : shownColumn(opened.header, i))
    if (opened.header === undefined && isListOfObjects(kinds, name))
      return [{ use: "read", fields: [name], column, samples: rows.map(({ row }) => lengthOf(row, name)) }]
    const meaning = meaningOfColumn(plans, i)
    if (meaning.use !== "read") return [{ ...meaning, column, samples: [] }]
    const samples = rows.map(({ row, ready, problems }): Sample => {
      if (problems.some((problem) => isError(problem) && [column, displayName(name)].includes(problem.column)))
        return { state: "refused" }
      const plan =
        ready === undefined ? plans.find(({ bindings }) => bindings[i]?.to !== "unknown") : planOf(ready.kind)
      const cell =
        "cells" in row
          ? opened.dateOrders.cell(row.cells[i] ?? "", i, row.row)
          : "object" in row
            ? cellOfValue(row.object[name])
            : undefined
      return sampleOf(plan?.bindings[i], (cell ?? "").trim(), options)
    })
    const dates = opened.dateOrders.proved
      .filter(({ at }) => at === i)
      .map(({ isDayFirst, row }) => ({ isDayFirst, ...shownPlace(opened, row) }))
    return [{ ...meaning, column, samples, ...(dates.length === 0 ? {} : { dates }) }]
  })
}
