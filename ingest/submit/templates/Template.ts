/** Templates: empty tables with the columns of a kind of record in the partner's language, derived from schemas and code lists. */

import { type Choice, columnLetters, type NewSheet, xlsxOf } from "@corridor/page/Xlsx"
import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { listedCountryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { countries, regions } from "../../../schemas/Places.ts"
import { type FieldSpec, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { regionInCountry } from "../../../schemas/RegionNames.ts"
import { fieldExplanation, fieldName } from "../columns/FieldLabels.ts"
import { columnOfPath } from "../columns/OwnColumns.ts"
import { templateWords } from "./TemplateWords.ts"

interface TemplateColumn {
  readonly heading: string
  readonly explanation: string
  readonly field: FieldSpec
}

/** Number of legs in a template. More columns may be added in the same pattern. */
const legs = 4

const columnsOf = (kind: RecordKind, language: Language): ReadonlyArray<TemplateColumn> => {
  const column = (name: string, field: FieldSpec, mayBeEmpty: boolean): TemplateColumn => ({
    // A record without its partner's id gets one from its content.
    heading: `${fieldName(language, name)}${mayBeEmpty || field.optional || field.name === "recordId" ? "" : " *"}`,
    explanation: fieldExplanation(language, kind, field.name),
    field
  })
  return recordSchema(kind).fields.flatMap((field): ReadonlyArray<TemplateColumn> => {
    if (field.type !== "record") return [column(field.name, field, false)]
    const items = Array.from({ length: Math.min(legs, field.maxItems ?? legs) }, (_, i) => i)
    return items.flatMap((i) =>
      field.fields.map((item) => column(columnOfPath(`${field.name}[${i}].${item.name}`), item, i > 0))
    )
  })
}

/** Marks the encoding for spreadsheet programs, which would otherwise guess it. */
const byteOrderMark = "\ufeff"

/** Returns the header as CSV. */
export const csvTemplate = (kind: RecordKind, language: Language): string =>
  `${byteOrderMark}${columnsOf(kind, language)
    .map(({ heading }) => heading)
    .join(",")}\r\n`

const sorted = (words: ReadonlyArray<string>, language: Language) =>
  words.toSorted(new Intl.Collator(language, { numeric: true }).compare)

/** Returns the choices for a field in the language; undefined if there are none. */
const choicesOf = (field: FieldSpec, language: Language): ReadonlyArray<string> | undefined => {
  const { yes, no } = templateWords[language]
  if (field.type === "boolean") return [yes, no]
  if (field.codeList === undefined) return undefined
  if (field.codeList === "countries")
    return sorted(
      countries.map(({ code }) => listedCountryName(language, code)),
      language
    )
  if (field.codeList === "regions")
    return sorted(
      regions.map(({ code }) => regionInCountry(language, code)),
      language
    )
  return codeLabels(field.codeList, language).map(([, label]) => label)
}

/** Number of rows with drop-down lists. */
const offeredRows = 5_000
/** The title and the header are above the records. */
const rowsAbove = 2

const isText = ({ field }: TemplateColumn) =>
  field.name === "caseReference" || field.name === "recordId" || field.pattern !== undefined

/** Longer lists of answers are only in the cells. */
const maxAnswers = 30

const explanationSheet = (columns: ReadonlyArray<TemplateColumn>, language: Language): NewSheet => {
  const words = templateWords[language]
  const answers = ({ field }: TemplateColumn) => {
    const choices = choicesOf(field, language)
    if (choices === undefined) return ""
    return choices.length > maxAnswers ? words.chooseInCell : choices.join("; ")
  }
  return {
    name: words.explanations,
    hidden: false,
    rows: [
      [words.explanations],
      [words.column, words.meaning, words.answers],
      ...columns.map((column) => [column.heading, column.explanation, answers(column)])
    ],
    boldRows: 2,
    textColumns: [],
    widths: [40, 90, 120],
    choices: []
  }
}

/** Returns a workbook with drop-down lists, whose words the check accepts, and a sheet that explains the columns. */
export const xlsxTemplate = (kind: RecordKind, language: Language): Uint8Array => {
  const columns = columnsOf(kind, language)
  const lists = new Map<string, { readonly column: number; readonly words: ReadonlyArray<string> }>()
  const choices = columns.map(({ field, explanation }, i): Choice => {
    const letters = columnLetters(i)
    const cells = `${letters}${rowsAbove + 1}:${letters}${rowsAbove + offeredRows}`
    const words = choicesOf(field, language)
    if (words === undefined) return { cells, list: undefined, prompt: explanation, only: false }
    const key = field.codeList ?? field.type
    const list = lists.get(key) ?? { column: lists.size, words }
    lists.set(key, list)
    const at = columnLetters(list.column)
    return {
      cells,
      list: `Lists!$${at}$1:$${at}$${list.words.length}`,
      prompt: explanation,
      only: !field.array && field.codeList !== "countries" && field.codeList !== "regions"
    }
  })
  const words = [...lists.values()].map((list) => list.words)
  const longest = Math.max(0, ...words.map((list) => list.length))
  const records: NewSheet = {
    name: "Records",
    hidden: false,
    rows: [[templateWords[language].title], columns.map(({ heading }) => heading)],
    boldRows: rowsAbove,
    textColumns: columns.flatMap((column, i) => (isText(column) ? [i] : [])),
    widths: columns.map(({ heading }) => Math.max(12, heading.length + 2)),
    choices
  }
  const hidden: NewSheet = {
    name: "Lists",
    hidden: true,
    rows: Array.from({ length: longest }, (_, r) => words.map((list) => list[r] ?? "")),
    boldRows: 0,
    textColumns: [],
    widths: [],
    choices: []
  }
  return xlsxOf([records, explanationSheet(columns, language), hidden])
}
