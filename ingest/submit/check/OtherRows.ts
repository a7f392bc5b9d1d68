/** Rows of a table that are not records: totals, notes below the table, names of sections, the header of the next page or of another table. */
import { isRemark } from "../columns/PlainHeading.ts"
import { readDate } from "../values/DateText.ts"
import { foldWord } from "../values/FoldWord.ts"
import { isAtStart, isProgramLine, maxCellsOfLine } from "./ProgramLines.ts"

type OtherRow = "total" | "note" | "footer" | "repeated-header" | "other-header"

/** Returns the folded words of some lists; `+` joins words of one phrase. */
const phrasesOf = (lists: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(lists.flatMap((words) => words.split(" ").map((word) => foldWord(word.replaceAll("+", " ")))))

const totals = phrasesOf([
  "total totals subtotal sum grand+total grand+totals sub+total overall all",
  "итого всего итог сумма подытог общее+количество всего+случаев",
  "разом усього всього підсумок підсумки загалом всього+випадків",
  "total+general suma subtotal în+total total+cazuri"
])

/** `Total`, `Итого: 3`, `Subtotal 2022`, `Grand Totals (14 records)`. */
const isTotal = (cell: string) => totals.has(foldWord(cell.replace(/\s*\([^()]*\)$|[\d\s.,:=()–-]+$/, "")))

/** `Subtotal March`, `Итого по Молдове`, with nothing but numbers in the other cells. */
const isPartTotal = (first: string, filled: ReadonlyArray<string>) => {
  const words = foldWord(first).split(" ")
  const isNamed =
    words.length > 1 && words.length < 6 && (totals.has(words[0] ?? "") || totals.has(words.slice(0, 2).join(" ")))
  const isPart = isNamed || (filled.length > 1 && partOfTotal.test(first))
  return isPart && filled.every((cell) => cell === first || /^[\d\s.,%]+$/.test(cell))
}

/** Names of rows that summarise the columns above, as spreadsheets and survey tools write them. */
const summaries = phrasesOf([
  "count counta average avg mean median min minimum max maximum sum records rows cases entries responses answered skipped number+of+records number+of+rows number+of+cases record+count total+records row+count",
  "среднее среднее+значение медиана минимум максимум мин макс количество записей строк случаев всего+записей количество+записей количество+случаев число+записей",
  "середнє середнє+значення медіана мінімум максимум кількість записів рядків випадків усього+записів всього+записів кількість+записів кількість+випадків",
  "medie media mediana minim maxim număr înregistrări rânduri cazuri total+înregistrări număr+de+înregistrări număr+de+cazuri număr+cazuri",
  "moyenne médiane nombre+de+lignes nombre+de+cas promedio mediana recuento número+de+registros número+de+casos"
])

const isNumber = (cell: string) => /^-?[\d\s.,]+%?$/.test(cell)

/** `Average` or `Average age` with nothing but numbers in the other cells; `Records: 2`, `2 records`. */
const isSummary = (first: string, filled: ReadonlyArray<string>) => {
  const label = foldWord(first.replace(/^\d[\d\s]*\s(?=\p{L})|[\s:=–-]+[\d\s.,]+$/gu, ""))
  const hasNumber = filled.length > 1 || label !== foldWord(first)
  const isNamed =
    summaries.has(label) || (filled.length > 1 && summaries.has(label.split(" ")[0] ?? "") && !/\d/.test(first))
  return isNamed && hasNumber && filled.slice(1).every(isNumber)
}

/** `of which minors`, `в том числе несовершеннолетних`: a part of the total above. */
const partOfTotal =
  /^(?:of wh(?:ich|om)|including|incl\.|[ву] том числе|в т\.?\s?ч\.?|[ву] тому числі|из них|з них|dintre care|din care|inclusiv)(?!\p{L})/iu

/** Several words or a month: `Prepared by the office`, `January 2022`. `Case 14` is a case number. */
const isNote = (text: string): boolean => {
  const words = text.split(/\s+/)
  if (words.length < 2 || !/\p{L}/u.test(text)) return false
  return words.length > 2 || !/\d/.test(text) || "date" in readDate(text)
}

const labels =
  "source|sources|data source|notes?|nb|n\\.b\\.|remarks?|legend|date|as at|data as at|period|reporting period|updated|last updated|page|report|signature|prepared on|источник|источники|примечани[ея]|дата|период|обновлено|страница|отч[её]т|подпись|джерело|джерела|примітк[аи]|період|оновлено|сторінка|звіт|підпис|surs[aăe]|not[aăe]|data|perioada|actualizat|pagina|raport|semnătura|quelle|fuente|nota|fecha|période|remarque"

/** `Source: IOM, 2026`, `Date: 03.12.2026`, `* provisional`. */
const labelled = new RegExp(`^(?:${labels})\\s?[:–—]|^\\*+\\s?\\p{L}`, "iu")

/** Returns whether a text is a note by its label. Its dates are those of the table. */
export const isLabelled = (text: string): boolean => labelled.test(text.trim())

/** The numbers of the columns below a header, as forms of reports have them. */
const isNumbering = (cells: ReadonlyArray<string>, width: number) =>
  width >= minColumns && cells.length >= width && cells.every((cell, i) => i >= width || cell.trim() === String(i + 1))

const formatWords = new Set(
  "text date number string integer type category code текст дата число номер тип код text data număr tip cod"
    .split(" ")
    .map(foldWord)
)

/** `дд.мм.рррр`, `zz/ll/aaaa`: letters for the parts of a date. */
const dateFormat = /^(?:dd?|дд?|zz?|jj?)[./-](?:mm?|мм?|ll?)[./-](?:y{2,4}|a{2,4}|г{2,4}|р{2,4})$/i
/** `Ж/Ч`, `так/ні`: the answers to choose from. */
const choice = /^\p{L}{1,12}(?:\s?\/\s?\p{L}{1,12}){1,3}$/u
/** Returns true for a date's format, and nothing but formats, choices and remarks next to it. */
const isFormatsWithDate = (filled: ReadonlyArray<string>) =>
  filled.length > 1 &&
  filled.some((cell) => dateFormat.test(cell)) &&
  filled.every(
    (cell) => dateFormat.test(cell) || choice.test(cell) || isRemark(cell) || formatWords.has(foldWord(cell))
  )

/** What the cells of the columns must be, below a header: `text`, `(M/F)`, `dd.mm.yyyy`. */
const isFormats = (filled: ReadonlyArray<string>) => {
  const isBracketed = (cell: string) => /^[([].*[)\]]$/.test(cell)
  const [first = ""] = filled
  return (
    filled.length >= minColumns &&
    (isBracketed(first) || formatWords.has(foldWord(first))) &&
    filled.every((cell) => isBracketed(cell) || isRemark(cell) || formatWords.has(foldWord(cell)))
  )
}

/** The name of a column that numbers the rows: `№`, `№ п/п`, `Nr. crt.`, `#`. */
const isRowNumber = (name: string) => /^(?:№|#|n[or]?\.?)(?:\s*(?:з\/п|п\/п|crt\.?))?$/iu.test(name.trim())

/** A table with fewer columns may have records of one cell. */
const minColumns = 4

/** Smaller numbers of known names may be values. */
const minNames = 3

/** Returns whether a row of a table with several columns has its first cell and no other. */
export const isLine = (cells: ReadonlyArray<string>, names: ReadonlyArray<string>): boolean =>
  names.length >= minColumns && cells.every((cell, i) => (cell.trim() === "") === i > 0)

/** Returns what a row is other than a record; undefined for a record. `isName`: whether a text is a known name of a column. */
export const otherRow = (
  cells: ReadonlyArray<string>,
  names: ReadonlyArray<string>,
  isName: (text: string) => boolean
): OtherRow | undefined => {
  const first = cells.find((cell) => cell.trim() !== "")?.trim() ?? ""
  if (first === "1" && isNumbering(cells, names.length)) return "note"
  if (isProgramLine(cells)) return "footer"
  if (names.length >= minColumns && isAtStart(cells, maxCellsOfLine) && isLabelled(first)) return "note"
  if (isLine(cells, names)) {
    if (!/[\p{L}\p{N}]/u.test(first)) return "note"
    if (isSummary(first, [first])) return "total"
  }
  // Records start with numbers of cases or dates, so most rows end here.
  if (first.length > 500 || (/\d/.test(first) && !/[\p{L}:]\s|\p{L}:/u.test(first))) return undefined
  if (isTotal(first)) return "total"
  const filled = cells.filter((cell) => cell.trim() !== "").map((cell) => cell.trim())
  if (isPartTotal(first, filled) || (names.length >= minColumns && isSummary(first, filled))) return "total"
  // Notes start at the left. A single cell further right continues the record above it, which has gaps.
  if (filled.length === 1) {
    const before = names.slice(
      0,
      cells.findIndex((cell) => cell.trim() !== "")
    )
    const isAtLeft = before.every((name) => name.trim() === "" || isRowNumber(name))
    return names.length >= minColumns && isAtLeft && isNote(first) ? "note" : undefined
  }
  if (isFormats(filled) || isFormatsWithDate(filled) || filled.every((cell) => /^\{"ImportId":/.test(cell)))
    return "note"
  if (filled.length < minNames || !isName(first)) return undefined
  if (cells.every((cell, i) => foldWord(cell) === foldWord(names[i] ?? ""))) return "repeated-header"
  return filled.filter(isName).length * 5 >= filled.length * 4 ? "other-header" : undefined
}
