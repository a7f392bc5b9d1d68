/** Columns that hold direct identifiers, told by their names. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { squeeze } from "./OwnColumns.ts"

const bare = (column: string) => squeeze(column.replace(/^prs_/i, "")).replace(/['’ʻ`]/g, "")

const columnsThatHold = (what: "identifier" | "text") => {
  const rows = readCodeList("direct-identifier-columns").filter((row) => row["holds"] === what)
  const names = new Set(rows.flatMap((row) => [squeeze(row["column"] ?? ""), bare(row["column"] ?? "")]))
  return (column: string): boolean => names.has(squeeze(column)) || names.has(bare(column))
}

/**
 * True for a column that holds direct identifiers: HTCDS's own and common others in English, Russian, Ukrainian, Romanian and
 * Uzbek, however they are spelled.
 */
export const isDirectIdentifierColumn = columnsThatHold("identifier")

/** The same for columns of free text, which may be there as long as they are empty: a register prints them whether used or not. */
export const isFreeTextColumn = columnsThatHold("text")

/** Words that make a column of no known meaning one of identifiers, wherever they stand in its name. */
const tellingWord =
  /\b(?:first|last|middle|full|family|maiden)[\s_]*names?\b|\b(?:e-?mail|phone|telephone|mobile|passport|birth[\s_]*da(?:te|y)|date[\s_]*of[\s_]*birth|iban|latitude|longitude|street[\s_]*address)\b|фамили|отчеств|телефон|паспорт|дат[аы]\s+рожд|прізвищ|дата\s+народж|prenume|telefon|pa[sș]aport|familiya|tug.?ilgan/iu

/** The same for a name that no list has. */
export const soundsDirect = (column: string): boolean => tellingWord.test(column.replace(/_/g, " "))

/** Words of columns in which events have their dates: whoever was born has no date of admission. */
const eventWord =
  /\b(?:regist|admi|refer|arriv|depart|interview|intake|start|end|case|opened|closed|request|return|report)\w*|обращ|регистр|поступ|прибы|выезд|въезд|заверш|окончан|начал|открыт|закрыт|возвращ|учёт|учет|звернен|реєстр|надход|прибут|виїзд|завершен|початк|відкрит|закрит|поверн|облік|înregistr|inregistr|sosir|adres|închei|incepe|încep|intrar|ieșir|întoarcer/iu

/** True for a column whose name says that it holds the dates of something that happened. */
export const tellsOfEvents = (column: string): boolean =>
  eventWord.test(column.replace(/_/g, " ")) && !soundsDirect(column)
