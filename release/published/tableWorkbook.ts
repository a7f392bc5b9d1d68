/** A table as a workbook for people: a sheet of cells, and a sheet in each language that says what they mean and what using them asks. */
import { type NewSheet, xlsxOf } from "@corridor/page/Xlsx"
import { type Language, languages } from "../../schemas/Languages.ts"
import { stateMeanings } from "../catalogue/columnMeanings.ts"
import { definitionIn, translatedDefinition } from "../catalogue/definitionIn.ts"
import { termsOfUse } from "../catalogue/termsOfUse.ts"

interface WorkbookTable {
  /** One of them is `state`. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly meaning: string; readonly hxl: string }>
  readonly rows: ReadonlyArray<ReadonlyArray<string | number | null>>
  /** Facts about the table, such as its title and its citation. */
  readonly notes: ReadonlyArray<readonly [name: string, text: string]>
  /** Whether a row of HXL tags follows the header. */
  readonly hxl: boolean
}

type Words = Readonly<Record<Language, string>>

/** Names of the sheet of notes and of its columns. */
const sheetName: Words = { en: "Notes", ru: "Пояснения", uk: "Пояснення", ro: "Explicații" }
const noteHead: Words = { en: "Note", ru: "Пояснение", uk: "Пояснення", ro: "Explicație" }
const meaningHead: Words = { en: "Meaning", ru: "Значение", uk: "Значення", ro: "Semnificație" }

/** What the notes are on, by its English name. */
const noteNames: Readonly<Record<string, Words>> = {
  table: { en: "table", ru: "таблица", uk: "таблиця", ro: "tabel" },
  counts: { en: "counts", ru: "что считается", uk: "що рахується", ro: "ce se numără" },
  note: { en: "note", ru: "примечание", uk: "примітка", ro: "notă" },
  release: { en: "release", ru: "выпуск", uk: "випуск", ro: "publicare" },
  invented: { en: "invented", ru: "вымышленные данные", uk: "вигадані дані", ro: "date inventate" },
  state: { en: "state", ru: "состояние", uk: "стан", ro: "stare" },
  column: { en: "column", ru: "столбец", uk: "стовпець", ro: "coloană" },
  licence: { en: "licence", ru: "лицензия", uk: "ліцензія", ro: "licență" },
  term: { en: "term of use", ru: "условие использования", uk: "умова використання", ro: "condiție de utilizare" }
}

/** Width of columns, in characters. */
const [labelWidth, nameWidth, meaningWidth] = [18, 26, 110]

/** Returns the sheet of notes in a language. Facts that have no translation, such as the citation, are on the English sheet only. */
const notesSheet = (language: Language, { notes, columns }: WorkbookTable): NewSheet => {
  const nameOf = (note: string) => noteNames[note]?.[language] ?? note
  const facts = notes.flatMap(([note, text]) => {
    const translated = note === "licence" ? text : translatedDefinition(text, language)
    return translated === undefined ? [] : [[nameOf(note), translated] as const]
  })
  const explained = (kind: string, name: string, meaning: string) =>
    [`${nameOf(kind)} ${name}`, definitionIn(meaning, language)] as const
  return {
    name: sheetName[language],
    hidden: false,
    rows: [
      [noteHead[language], meaningHead[language]],
      ...facts,
      ...Object.entries(stateMeanings).map(([name, meaning]) => explained("state", name, meaning)),
      ...columns.map(({ name, meaning }) => explained("column", name, meaning)),
      ...termsOfUse.map(
        (term, i) =>
          [`${nameOf("term")} ${i + 1}`, language === "en" ? term.text : term.translations[language]] as const
      )
    ],
    boldRows: 1,
    textColumns: [],
    widths: [nameWidth, meaningWidth],
    choices: []
  }
}

/**
 * Returns the workbook. A figure that is not published is an empty cell, so no sum counts it as 0, and its state has a coloured background.
 * Texts are never formulas. The bytes are the same for the same table.
 */
export const tableWorkbook = (table: WorkbookTable): Uint8Array => {
  const { columns, rows, hxl } = table
  const head = [columns.map(({ name }) => name), ...(hxl ? [columns.map((column) => column.hxl)] : [])]
  const state = columns.findIndex(({ name }) => name === "state")
  const data = [...head, ...rows]
  return xlsxOf([
    {
      name: "Data",
      hidden: false,
      rows: data,
      boldRows: head.length,
      textColumns: [],
      widths: columns.map(() => labelWidth),
      choices: [],
      isMarked: (row, column) => column === state && data[row]?.[state] !== "published"
    },
    ...languages.map((language) => notesSheet(language, table))
  ])
}
