/** Templates: empty tables with the columns of a kind of record, in XLSX with drop-down lists, derived from schemas and code lists. */

import { type Choice, columnLetters, type NewSheet, xlsxOf } from "@corridor/page/Xlsx"
import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type FieldSpec, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { columnOfPath } from "../columns/OwnColumns.ts"
import type { Language } from "../words/Languages.ts"

interface TemplateColumn {
  readonly name: string
  readonly field: FieldSpec
}

/** Number of legs in a template. More columns may be added in the same pattern. */
const legs = 4

const columnsOf = (kind: RecordKind): ReadonlyArray<TemplateColumn> =>
  recordSchema(kind).fields.flatMap(
    (field): ReadonlyArray<TemplateColumn> =>
      field.type !== "record"
        ? [{ name: field.name, field }]
        : Array.from({ length: Math.min(legs, field.maxItems ?? legs) }, (_, i) =>
            field.fields.map((item) => ({ name: columnOfPath(`${field.name}[${i}].${item.name}`), field: item }))
          ).flat()
  )

/** Returns the header as CSV. */
export const csvTemplate = (kind: RecordKind): string =>
  `${columnsOf(kind)
    .map(({ name }) => name)
    .join(",")}\r\n`

const yesNo: Readonly<Record<Language, ReadonlyArray<string>>> = {
  en: ["yes", "no"],
  ru: ["да", "нет"],
  uk: ["так", "ні"],
  ro: ["da", "nu"]
}

const countryWords = (language: Language): ReadonlyArray<string> => {
  const names = new Map(
    readCodeList("country-names")
      .filter(
        (row) => row["language"] === language && row["kind"] === "short" && row["name"] !== row["name"]?.toUpperCase()
      )
      .map((row) => [row["alpha3"], row["name"] as string])
  )
  return readCodeList("countries")
    .map((row) => (language === "en" ? row["label"] : names.get(row["code"])) ?? (row["label"] as string))
    .sort((a, b) => a.localeCompare(b, language))
}

/** Returns the choices for a field in the language; undefined if there are none. */
const choicesOf = (field: FieldSpec, language: Language): ReadonlyArray<string> | undefined => {
  if (field.type === "boolean") return yesNo[language]
  if (field.codeList === undefined) return undefined
  if (field.codeList === "countries") return countryWords(language)
  if (field.codeList === "regions") return readCodeList("regions").map((row) => row["code"] as string)
  return codeLabels(field.codeList, language).map(([, label]) => label)
}

const title: Readonly<Record<Language, string>> = {
  en: "One row for each record. Never write names, addresses, phones, birth dates or document numbers. Several answers: separate them with ;",
  ru: "Одна строка — одна запись. Никогда не пишите имена, адреса, телефоны, даты рождения и номера документов. Несколько ответов разделяйте знаком ;",
  uk: "Один рядок — один запис. Ніколи не пишіть імена, адреси, телефони, дати народження та номери документів. Кілька відповідей розділяйте знаком ;",
  ro: "Un rând pentru fiecare înregistrare. Nu scrieți niciodată nume, adrese, telefoane, date de naștere sau numere de documente. Mai multe răspunsuri: separați-le cu ;"
}

/** Number of rows with drop-down lists. */
const offeredRows = 5_000
/** The title and the header are above the records. */
const rowsAbove = 2

const isText = ({ field }: TemplateColumn) =>
  field.name === "caseReference" || field.name === "recordId" || field.pattern !== undefined

/** Returns a workbook with drop-down lists, whose words the check accepts. */
export const xlsxTemplate = (kind: RecordKind, language: Language): Uint8Array => {
  const columns = columnsOf(kind)
  const lists = new Map<string, { readonly column: number; readonly words: ReadonlyArray<string> }>()
  const choices = columns.flatMap(({ field }, i): ReadonlyArray<Choice> => {
    const words = choicesOf(field, language)
    if (words === undefined) return []
    const key = field.codeList ?? field.type
    const list = lists.get(key) ?? { column: lists.size, words }
    lists.set(key, list)
    const at = columnLetters(list.column)
    const letters = columnLetters(i)
    return [
      {
        cells: `${letters}${rowsAbove + 1}:${letters}${rowsAbove + offeredRows}`,
        list: `Lists!$${at}$1:$${at}$${list.words.length}`,
        prompt: language === "en" ? field.doc : "",
        only: !field.array && field.codeList !== "countries" && field.codeList !== "regions"
      }
    ]
  })
  const words = [...lists.values()].map((list) => list.words)
  const longest = Math.max(0, ...words.map((list) => list.length))
  const records: NewSheet = {
    name: "Records",
    hidden: false,
    rows: [[title[language]], columns.map(({ name }) => name)],
    boldRows: rowsAbove,
    textColumns: columns.flatMap((column, i) => (isText(column) ? [i] : [])),
    widths: columns.map(({ name }) => Math.max(12, name.length + 2)),
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
  return xlsxOf([records, hidden])
}
