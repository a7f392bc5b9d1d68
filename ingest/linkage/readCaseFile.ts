/**
 * Reads a partner's own case file, names and all, for a linkage round. Runs on the partner's machine; nothing of what it returns
 * may be stored, logged or sent: it goes into the blinding.
 */
import { linkageKeys } from "@corridor/linkage/keys/linkageKeys"
import type { Person } from "@corridor/linkage/keys/Person"
import type { KeyedPerson } from "@corridor/linkage/round/Client"
import { remembered } from "../../ports/BoundedMap.ts"
import { squeeze } from "../submit/columns/OwnColumns.ts"
import { openCsv } from "../submit/read/CsvTable.ts"
import { fileKindOf } from "../submit/read/FileKind.ts"
import { FileRefused } from "../submit/read/FileRefused.ts"
import type { FileRow } from "../submit/read/FileRow.ts"
import type { FileSource } from "../submit/read/FileSource.ts"
import { ndjsonLines } from "../submit/read/NdjsonLines.ts"
import { openWorkbookTable } from "../submit/read/WorkbookTable.ts"
import { codeOfWord } from "../submit/values/CodeWords.ts"
import { noAnswerOf } from "../submit/values/NoAnswer.ts"
import { birthDateReader } from "./birthDates.ts"
import { type CaseColumns, caseColumns } from "./caseColumns.ts"
import { countryOf, labelReader, notKnown } from "./caseDimensions.ts"
import { type CaseField, caseFields } from "./caseFields.ts"
import { withoutSharedDocuments } from "./sharedDocuments.ts"

export interface CaseFileOptions {
  /** The field or dimension for each of the partner's own names of columns. */
  readonly mapping: Readonly<Record<string, string>>
  /** The labels of each dimension, from the terms. */
  readonly strata: Readonly<Record<string, ReadonlyArray<string>>>
  readonly sheet: string | undefined
}

export interface CaseFile {
  readonly persons: ReadonlyArray<KeyedPerson>
  readonly rows: number
  /** Which fields and dimensions have a column. */
  readonly found: ReadonlyArray<string>
  /** For each dimension without a label for some persons, the number of these: they count as not known. */
  readonly notKnown: Readonly<Record<string, number>>
  /** The partner's columns that mean nothing here. */
  readonly unused: ReadonlyArray<string>
  /** Persons without any key: they count, but are never linked. */
  readonly withoutKeys: number
  /** Dates of birth that could not be read, or whose day and month can be exchanged, if no other date of the file shows their order. */
  readonly unreadDates: number
}

/** One row by column. */
type Cells = ReadonlyMap<string, string>

const openRows = async (source: FileSource, isKnown: (name: string) => boolean, sheet: string | undefined) => {
  const score = (names: ReadonlyArray<string>) => names.filter(isKnown).length
  const kind = await fileKindOf(source)
  if (kind === "ndjson") return { names: undefined, header: 0, rows: ndjsonLines(source) }
  const table =
    kind === "csv"
      ? await openCsv(source, score)
      : await openWorkbookTable(source, score, squeeze, () => undefined, sheet)
  if (table.header === undefined) throw new FileRefused("file-empty")
  if (table.header.known === 0) throw new FileRefused("header-unknown", table.header.row)
  return { names: table.header.names, header: table.header.row, rows: table.rows() }
}

const cellsOf = (row: FileRow, names: ReadonlyArray<string> | undefined): Cells => {
  if ("broken" in row) throw new FileRefused(row.broken, row.row)
  if ("object" in row)
    return new Map(Object.entries(row.object).map(([name, value]) => [name, value === null ? "" : String(value)]))
  return new Map((names ?? []).map((name, i) => [name, (row.cells[i] ?? "").trim()]))
}

const sexes: Readonly<Record<string, Person["sex"]>> = {
  Feminine: "female",
  Masculine: "male",
  NonSpecifiedUnknown: undefined
}

/** `2 - Female (adult)`, `Female / Жен.`: the first word counts. A number alone says nothing: files count from one and from zero, and either sex first. */
const sexOf = (text: string): Person["sex"] => {
  const first = text.replace(/^\d+\s*[-–=:.)]\s*/, "").replace(/[(/|,;].*$/s, "")
  const code = codeOfWord("gender", text) ?? codeOfWord("gender", first)
  if (code === undefined) return undefined
  return code in sexes ? sexes[code] : "other"
}

const present = <A>(name: string, value: A | undefined) =>
  value === undefined || value === "" ? {} : { [name]: value }

const personOf = (fields: Written["fields"], birthDate: string | undefined): Person => ({
  ...present("givenNames", fields.givenNames),
  ...present("familyNames", fields.familyNames),
  ...present("birthDate", birthDate),
  ...present("sex", sexOf(fields.sex)),
  ...present("citizenship", countryOf(fields.citizenship)),
  ...present("documentNumber", fields.documentNumber)
})

/** Everything known of one person: one row, or several of one case. */
interface Case {
  readonly keys: Map<string, KeyedPerson["keys"][number]>
  readonly stratum: Record<string, string>
  known: string | undefined
}

/** What one row says of the person and of each dimension. */
interface Written {
  readonly row: number
  readonly fields: Readonly<Record<CaseField, string>>
  readonly dimensions: Readonly<Record<string, string>>
}

/** Returns the id of a twin as its label; other characters than the protocol's are left out. */
const twinLabel = (id: string): string | undefined => {
  const plain = id.replace(/[^A-Za-z0-9-]/g, "").slice(0, 64)
  return plain === "" ? undefined : `twin ${plain}`
}

/** Numbers the partner's own words for cases of one person, because these may be case numbers. */
const ownLabels = () => {
  const numbers = new Map<string, number>()
  return (word: string): string | undefined => {
    if (word === "") return undefined
    const number = numbers.get(word) ?? numbers.size + 1
    numbers.set(word, number)
    return `own ${number}`
  }
}

/** Returns the meaning of columns by their names, which most files have once and JSON has in every row. */
const columnsByNames = (mapping: CaseFileOptions["mapping"], dimensions: ReadonlyArray<string>) => {
  const columnsOf = remembered((names) => caseColumns(JSON.parse(names), mapping, dimensions), 1_000)
  return (names: ReadonlyArray<string>): CaseColumns => columnsOf(JSON.stringify(names))
}

/** Returns the persons of rows, whose dates and documents are read with those of the others in mind. */
const personsOf = (written: ReadonlyArray<Written>, strata: CaseFileOptions["strata"]) => {
  const readers = Object.entries(strata).map(([name, labels]) => [name, labelReader(name, labels)] as const)
  const dateOf = birthDateReader(written.map(({ fields }) => fields.birthDate))
  const withoutShared = withoutSharedDocuments(written.map(({ fields }) => fields))
  const ownLabel = ownLabels()
  const cases = new Map<string, Case>()
  let unreadDates = 0
  for (const { row, fields, dimensions } of written) {
    const date = dateOf(fields.birthDate)
    if (date === "unread") unreadDates++
    const birthDate = date === "unread" ? undefined : date
    const reference = fields.caseReference || `row ${row}`
    const one: Case = cases.get(reference) ?? { keys: new Map(), stratum: {}, known: undefined }
    one.known ??= twinLabel(fields.twin) ?? ownLabel(fields.samePerson)
    for (const [dimension, labelOf] of readers) {
      if ((one.stratum[dimension] ?? notKnown) !== notKnown) continue
      const derived = dimension === "age_group" ? ageIn(dimensions["year"] ?? "", birthDate) : ""
      one.stratum[dimension] = labelOf(dimensions[dimension] ?? "") ?? labelOf(derived) ?? notKnown
    }
    for (const key of linkageKeys(withoutShared(personOf(fields, birthDate))))
      one.keys.set(`${key.rule}\n${key.key}`, key)
    cases.set(reference, one)
  }
  const persons = [...cases.values()].map(
    ({ keys, stratum, known }): KeyedPerson => ({
      keys: [...keys.values()],
      stratum,
      ...(known === undefined ? {} : { known })
    })
  )
  return { persons, unreadDates }
}

/** Reads the persons of a file. Throws `FileRefused` if it cannot be read. */
export const readCaseFile = async (
  source: FileSource,
  { mapping, strata, sheet }: CaseFileOptions
): Promise<CaseFile> => {
  const columnsOf = columnsByNames(mapping, Object.keys(strata))
  const { names, header, rows } = await openRows(source, (name) => columnsOf([name]).unused.length === 0, sheet)
  const dimensions = Object.keys(strata)
  const found = new Set<string>()
  const unused = new Set<string>()
  const written: Array<Written> = []
  for await (const batch of rows)
    for (const row of batch) {
      if (row.row <= header) continue
      const cells = cellsOf(row, names)
      const columns = columnsOf([...cells.keys()])
      for (const name of columns.unused) unused.add(name)
      for (const [meaning, own] of [...columns.fields, ...columns.dimensions]) if (own.length > 0) found.add(meaning)
      const answers = (meanings: ReadonlyArray<string>, of: ReadonlyMap<string, ReadonlyArray<string>>) =>
        Object.fromEntries(meanings.map((meaning) => [meaning, answerIn(cells, of.get(meaning) ?? [], meaning)]))
      written.push({
        row: row.row,
        fields: answers(caseFields, columns.fields) as Written["fields"],
        dimensions: answers(dimensions, columns.dimensions)
      })
    }
  const { persons, unreadDates } = personsOf(written, strata)
  const without = dimensions.map(
    (name) => [name, persons.filter(({ stratum }) => stratum[name] === notKnown).length] as const
  )
  return {
    persons,
    rows: written.length,
    unreadDates,
    found: [...found].sort(),
    notKnown: Object.fromEntries(without.filter(([, n]) => n > 0)),
    unused: [...unused],
    withoutKeys: persons.filter(({ keys }) => keys.length === 0).length
  }
}

/** `unknown` is not a name, a number or a date. Short words for no answer are names too: Nil, Na. */
const isAnswer = (cell: string, meaning: string): boolean =>
  cell !== "" && (noAnswerOf(cell) !== "nothing" || (meaning.endsWith("Names") && cell.length <= 4))

/** Returns the first cell with an answer among the columns of a meaning. */
const answerIn = (cells: Cells, columns: ReadonlyArray<string>, meaning: string): string =>
  columns.map((name) => cells.get(name) ?? "").find((cell) => isAnswer(cell, meaning)) ?? ""

/** Returns the age in a year, or at a date, of a person born in the year of a date; empty if one of them is not known. */
const ageIn = (when: string, birthDate: string | undefined): string => {
  const year = /(?:19|20)\d{2}/.exec(when)?.[0]
  return year === undefined || birthDate === undefined ? "" : String(Number(year) - Number(birthDate.slice(0, 4)))
}
